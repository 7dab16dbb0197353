'use client';

import type { ReactNode } from 'react';
import { clockTime, exactTime } from '../../lib/format/time';
import { useTimeView } from '../../lib/time-provider';
import { Face } from '../../ui/face';
import { FoldedJson } from './folded-json';
import { LongText } from './long-text';
import type { TranscriptMessage } from './transcript-lines';
import classes from './message.module.css';

interface Props {
  readonly message: TranscriptMessage;
  /** The first of several in a row says who speaks. */
  readonly opensRun: boolean;
  readonly userName: string;
}

/** What a person or a machine said: people at the left, who answers them at the right. */
export function SpokenMessage({ message, opensRun, userName }: Props): ReactNode {
  const { role, participant, content, parts, metadata, redactedAt, seq } = message;
  const name = participant?.name ?? (role === 'USER' ? userName : 'Assistant');
  return (
    <li className={classes.spoken} data-role={role} data-opens={opensRun || undefined} id={`seq-${seq}`}>
      {opensRun && (
        <div className={classes.who}>
          <Face name={name} kind={participant?.kind ?? (role === 'USER' ? 'HUMAN' : 'AI')} />
          <bdi className={classes.name}>{name}</bdi>
        </div>
      )}
      <div className={classes.line}>
        <div className={classes.bubble} data-redacted={redactedAt !== null || undefined}>
          {redactedAt === null ? <LongText text={content} /> : <Redacted at={redactedAt} />}
          {parts !== null && <FoldedJson name="Parts" value={parts} />}
          {isFilled(metadata) && <FoldedJson name="Metadata" value={metadata} />}
        </div>
        <MessageTime message={message} />
      </div>
    </li>
  );
}

/** When, and which number in the session; the place in the log that events and cursors speak of. */
export function MessageTime({
  message: { createdAt, seq, externalId },
}: {
  readonly message: TranscriptMessage;
}): ReactNode {
  const { zone } = useTimeView();
  const at = Date.parse(createdAt);
  const whole = [
    `${exactTime(at, zone)}, seq ${seq}`,
    ...(externalId === null ? [] : [`external id ${externalId}`]),
  ].join('\n');
  return (
    <time dateTime={createdAt} className={classes.time} title={whole}>
      {clockTime(at, zone)}
    </time>
  );
}

function Redacted({ at }: { readonly at: string }): ReactNode {
  const { zone } = useTimeView();
  return <em title={exactTime(Date.parse(at), zone)}>Redacted</em>;
}

function isFilled(metadata: unknown): boolean {
  return typeof metadata === 'object' && metadata !== null && Object.keys(metadata).length > 0;
}
