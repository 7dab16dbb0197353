'use client';

import { Popover } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './filter-bar.module.css';
import { ListLink } from './list-navigation';

interface Props {
  /** Where the cross leads, which drops the filter; null for what is always there. */
  readonly dropHref: string | null;
  readonly name: string;
  /** What is chosen, in words; empty where nothing is. */
  readonly words: readonly string[];
  /** What can be chosen; without it, the chip can only be dropped. */
  readonly children?: ReactNode;
}

/** A filter: its name and what is chosen opens the choices, the cross drops it. */
export function FilterChip({ dropHref, name, words, children }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const isSet = words.length > 0;
  const inside = (
    <>
      <span className={classes.name}>{isSet ? `${name}:` : name}</span>
      {isSet && <bdi className={classes.words}>{words.join(', ')}</bdi>}
    </>
  );
  return (
    <span className={classes.chip} data-set={(isSet && dropHref !== null) || undefined}>
      {children === undefined ? (
        <span className={classes.open}>{inside}</span>
      ) : (
        <Popover opened={isOpen} onChange={setOpen} position="bottom-start" offset={4} trapFocus returnFocus>
          <Popover.Target>
            <button type="button" className={classes.open} onClick={() => setOpen(!isOpen)}>
              {inside}
              <IconChevronDown size={13} stroke={1.8} aria-hidden />
            </button>
          </Popover.Target>
          <Popover.Dropdown p={4} aria-label={name}>
            {children}
          </Popover.Dropdown>
        </Popover>
      )}
      {isSet && dropHref !== null && (
        <ListLink href={dropHref} className={classes.drop} label={`Drop ${name.toLowerCase()}`}>
          <IconX size={13} stroke={1.9} aria-hidden />
        </ListLink>
      )}
    </span>
  );
}
