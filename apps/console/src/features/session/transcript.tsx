'use client';

import { type ReactNode, useMemo } from 'react';
import { count } from '../../lib/format/text';
import type { Sealed } from '../../lib/sealed';
import { useTimeView } from '../../lib/time-provider';
import buttons from '../../ui/button.module.css';
import { TranscriptLineView } from './transcript-line';
import { transcriptLines } from './transcript-lines';
import classes from './transcript.module.css';
import { type MessagePage, useOlderMessages } from './use-older-messages';

interface Props {
  readonly sessionId: string;
  readonly messageCount: number;
  /** What to call whoever speaks as the user and is no participant. */
  readonly userName: string;
  readonly start: Sealed<MessagePage>;
}

export function Transcript({ sessionId, messageCount, userName, start }: Props): ReactNode {
  const { zone } = useTimeView();
  const { messages, hasOlder, state, loadOlder } = useOlderMessages(sessionId, start);
  const lines = useMemo(() => transcriptLines(messages, zone), [messages, zone]);
  if (messages.length === 0) {
    return (
      <p className={classes.empty}>
        Nothing has been said yet. Messages appear here as an app adds them with addMessage.
      </p>
    );
  }
  return (
    // Drawn from the bottom up: the newest is in sight before any script runs, and what is put in at the top moves nothing.
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Messages">
      <div className={classes.column}>
        {hasOlder ? (
          <div className={classes.older}>
            <button type="button" className={buttons.plain} onClick={loadOlder} disabled={state === 'loading'}>
              {state === 'loading' ? 'Loading …' : 'Load older'}
            </button>
            <span className={classes.olderState} role="status">
              {state === 'failed'
                ? 'The API did not answer; nothing was changed. Try again.'
                : `The last ${count(messages.length)} of ${count(messageCount)}`}
            </span>
          </div>
        ) : (
          <p className={classes.beginning}>The session begins here</p>
        )}
        <ol className={classes.lines}>
          {lines.map((line) => (
            <TranscriptLineView key={line.id} line={line} userName={userName} />
          ))}
        </ol>
      </div>
    </div>
  );
}
