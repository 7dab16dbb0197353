'use client';

import { Popover } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTimeView } from '../../lib/time-provider';
import { Choices } from '../../ui/choices';
import classes from './top-bar.module.css';

/** Which zone times are shown in, and whether columns say how long ago or when. */
export function ZoneMenu(): ReactNode {
  const { zone, localZone, times, setZone, setTimes } = useTimeView();
  const local = { value: localZone, word: `${zoneName(localZone)} (this browser)` };
  const zones = localZone === 'UTC' ? [local] : [local, { value: 'UTC', word: 'UTC' }];
  return (
    <Popover position="bottom-end" width={230} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.tool} aria-label={`Times: ${zoneName(zone)}`}>
          <IconClock size={16} stroke={1.6} aria-hidden />
          <span className={classes.zone}>{zoneName(zone)}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Choices title="Time zone" choices={zones} chosen={zone} onChoose={setZone} />
        <Choices
          title="Times in lists"
          choices={[
            { value: 'relative', word: 'How long ago' },
            { value: 'exact', word: 'Date and time' },
          ]}
          chosen={times}
          onChoose={setTimes}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function zoneName(zone: string): string {
  return zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
}
