import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { PageHead } from '../../ui/page-head';
import { ProblemPanel } from '../../ui/problem-panel';
import { Refresh } from '../../ui/refresh';
import { loadSession } from './load-session';
import { SessionFacts } from './session-facts';
import { SessionHeadState, SessionTitle } from './session-head';
import classes from './session-screen.module.css';
import { SessionRaw } from './session-raw';
import { SessionTranscript } from './session-transcript';
import { SessionVariables } from './session-variables';
import { SessionViews } from './session-views';

interface Props {
  /** Slug or id. */
  readonly reference: string;
  readonly now: number;
}

/** One session, whole: facts, transcript, variables, raw. */
export async function SessionScreen({ reference, now }: Props): Promise<ReactNode> {
  const answer = await loadSession(reference);
  if (answer.problem) {
    return (
      <>
        <PageHead title="Session" state={reference} actions={<Refresh loadedAt={now} />} />
        <ProblemPanel problem={answer.problem} what="this session" />
      </>
    );
  }
  const session = answer.data;
  if (session === null) notFound();
  return (
    <div className={classes.screen}>
      <PageHead
        title={<SessionTitle session={session} />}
        state={<SessionHeadState session={session} />}
        actions={<Refresh loadedAt={now} />}
      />
      <SessionViews
        facts={<SessionFacts session={session} />}
        transcript={<SessionTranscript session={session} />}
        variables={<SessionVariables session={session} />}
        raw={<SessionRaw session={session} />}
      />
    </div>
  );
}
