'use client';

import { type MantineColorScheme, Popover, useMantineColorScheme } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Choice, Choices } from '../../ui/choices';
import classes from './top-bar.module.css';

const ICONS: Readonly<Record<MantineColorScheme, typeof IconSun>> = {
  light: IconSun,
  dark: IconMoon,
  auto: IconDeviceDesktop,
};

const SCHEMES: readonly Choice<MantineColorScheme>[] = [
  { value: 'light', word: 'Light', icon: <IconSun size={16} stroke={1.6} aria-hidden /> },
  { value: 'dark', word: 'Dark', icon: <IconMoon size={16} stroke={1.6} aria-hidden /> },
  { value: 'auto', word: 'As the system', icon: <IconDeviceDesktop size={16} stroke={1.6} aria-hidden /> },
];

export function ThemeMenu(): ReactNode {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The server cannot know what the browser's storage says; until then, the neutral sign.
  const chosen = useMounted() ? colorScheme : 'auto';
  const Icon = ICONS[chosen];
  return (
    <Popover position="bottom-end" width={180} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.tool} aria-label="Theme">
          <Icon size={16} stroke={1.6} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Choices title="Theme" choices={SCHEMES} chosen={chosen} onChoose={setColorScheme} />
      </Popover.Dropdown>
    </Popover>
  );
}
