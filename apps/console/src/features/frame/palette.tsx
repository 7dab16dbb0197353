'use client';

import { Modal } from '@mantine/core';
import { IconList, IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { FoundSession } from './found-session';
import classes from './palette.module.css';
import { useFindSessions } from './use-find-sessions';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** ⌘K: jumps to a session by slug, id or words, from anywhere. */
export function Palette({ isOpen, onClose }: Props): ReactNode {
  return (
    // Mantine's own scroll lock writes a style sheet without a nonce; globals.css locks in its place.
    <Modal.Root opened={isOpen} onClose={onClose} lockScroll={false} size={620} yOffset="12vh">
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label="Find a session" data-locks-scroll>
        <Finder isOpen={isOpen} onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}

function Finder({ isOpen, onClose }: Props): ReactNode {
  const router = useRouter();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const { sessions, isLoading, hasFailed } = useFindSessions(typed, isOpen);

  const words = typed.trim();
  const places = [
    ...sessions.map(({ id, slug, session }) => ({
      key: id,
      href: `/sessions/${encodeURIComponent(slug)}`,
      inside: <FoundSession session={session} />,
    })),
    {
      key: 'all',
      href: words === '' ? '/sessions' : `/sessions?q=${encodeURIComponent(words)}`,
      inside: <AllSessions words={words} />,
    },
  ];
  const current = Math.min(chosen, places.length - 1);

  function handleKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((current + step + places.length) % places.length);
    }
    const place = places[current];
    if (event.key === 'Enter' && place && !event.nativeEvent.isComposing)
      go(place.href, event.metaKey || event.ctrlKey);
  }

  function go(href: string, inNewTab: boolean): void {
    if (inNewTab) window.open(href, '_blank');
    else router.push(href);
    onClose();
  }

  return (
    <>
      <div className={classes.field}>
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <input
          className={classes.input}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={`${listId}-${current}`}
          aria-label="Find a session"
          placeholder="Slug, id, title, key or user"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={handleKeyDown}
          // At once: what is typed behind ⌘K is meant for it.
          autoFocus
          data-autofocus
          autoComplete="off"
          spellCheck={false}
        />
        <kbd className={classes.escape}>Esc</kbd>
      </div>
      <p className={classes.heading} aria-live="polite">
        {hasFailed
          ? 'The API did not answer; nothing was changed.'
          : words === ''
            ? 'Recently active'
            : sessions.length === 0 && !isLoading
              ? 'No session matches'
              : 'Sessions'}
      </p>
      <div id={listId} role="listbox" aria-label="Sessions found" className={classes.list}>
        {places.map(({ key, href, inside }, index) => (
          <a
            key={key}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            tabIndex={-1}
            href={href}
            className={classes.option}
            onMouseMove={() => setChosen(index)}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              go(href, false);
            }}
          >
            {inside}
          </a>
        ))}
      </div>
      <p className={classes.hint}>
        <kbd>↑</kbd> <kbd>↓</kbd> choose, <kbd>↵</kbd> open. In the list, <kbd>/</kbd> searches, <kbd>j</kbd> and{' '}
        <kbd>k</kbd> walk.
      </p>
    </>
  );
}

function AllSessions({ words }: { readonly words: string }): ReactNode {
  return (
    <>
      <IconList size={16} stroke={1.6} aria-hidden />
      <span className={classes.what}>{words === '' ? 'All sessions' : <>All sessions matching “{words}”</>}</span>
    </>
  );
}
