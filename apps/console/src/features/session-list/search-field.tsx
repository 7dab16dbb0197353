'use client';

import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from '../../ui/list/filter-bar.module.css';
import { useListNavigation } from '../../ui/list/list-navigation';
import { changeList, listHref, type ListState } from './list-state';

/** A pause in typing that is long enough to ask. */
const typingPauseMs = 220;

/** Search as one types; the address follows. */
export function SearchField({ state }: { readonly state: ListState }): ReactNode {
  const { refine } = useListNavigation();
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(state.search);
  const [typed, setTyped] = useState(state.search);
  useHotkeys([['/', () => input.current?.focus()]]);

  const search = useDebouncedCallback((text: string) => {
    sent.current = text;
    refine(listHref(changeList(state, { search: text })));
  }, typingPauseMs);

  // Only what others changed (a dropped chip, "back"): an answer that comes late must not take letters away again.
  useEffect(() => {
    if (state.search === sent.current) return;
    sent.current = state.search;
    setTyped(state.search);
  }, [state.search]);

  function handleChange(text: string): void {
    setTyped(text);
    search(text);
  }

  return (
    <div className={classes.search} role="search">
      <IconSearch size={15} stroke={1.7} aria-hidden />
      <input
        ref={input}
        type="search"
        className={classes.input}
        value={typed}
        onChange={(event) => handleChange(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && handleChange('')}
        placeholder="Search slug, title, key, user"
        aria-label="Search sessions"
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
      />
      {typed === '' ? (
        <kbd className={classes.key}>/</kbd>
      ) : (
        <button type="button" className={classes.clear} onClick={() => handleChange('')} aria-label="Drop the search">
          <IconX size={14} stroke={1.8} />
        </button>
      )}
    </div>
  );
}
