'use client';

import { useSearchParams } from 'next/navigation';
import { type MouseEvent, type ReactNode } from 'react';
import classes from './session-views.module.css';

const VIEWS = [
  { view: 'transcript', name: 'Transcript' },
  { view: 'facts', name: 'Facts' },
  { view: 'variables', name: 'Variables' },
  { view: 'raw', name: 'Raw' },
] as const;
type View = (typeof VIEWS)[number]['view'];

type Props = Readonly<Record<View, ReactNode>>;

/**
 * The four parts of a session's page. Where there is room, facts and transcript are always in sight and the right side
 * changes between the others; where there is none, one of the four is. Which one is in the address.
 */
export function SessionViews({ facts, transcript, variables, raw }: Props): ReactNode {
  const asked = useSearchParams().get('view');
  const view = VIEWS.find((each) => each.view === asked)?.view ?? 'transcript';
  return (
    <div className={classes.views} data-view={view}>
      <ViewLinks view={view} className={classes.all} label="Parts of this session" shown={VIEWS} />
      <section className={classes.facts} aria-label="Facts">
        {facts}
      </section>
      <section className={classes.transcript} aria-label="Transcript">
        {transcript}
      </section>
      <aside className={classes.side} aria-label="Variables and raw session">
        <ViewLinks
          view={view === 'raw' ? 'raw' : 'variables'}
          className={classes.some}
          label="Right side"
          shown={VIEWS.slice(2)}
        />
        <div className={classes.variables}>{variables}</div>
        <div className={classes.raw}>{raw}</div>
      </aside>
    </div>
  );
}

interface ViewLinksProps {
  readonly view: View;
  readonly className: string | undefined;
  readonly label: string;
  readonly shown: readonly (typeof VIEWS)[number][];
}

function ViewLinks({ view, className, label, shown }: ViewLinksProps): ReactNode {
  return (
    <nav className={className} aria-label={label}>
      {shown.map((each) => (
        <a
          key={each.view}
          href={`?view=${each.view}`}
          className={classes.link}
          aria-current={view === each.view ? 'page' : undefined}
          onClick={(event) => show(event, each.view)}
        >
          {each.name}
        </a>
      ))}
    </nav>
  );
}

// Everything is here already: only the address changes, and Next tells `useSearchParams` of it.
function show(event: MouseEvent, view: View): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  window.history.replaceState(null, '', `?view=${view}`);
}
