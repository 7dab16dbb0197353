'use client';

import type { ReactNode } from 'react';
import { dayName, duration } from '../../lib/format/time';
import { useTimeView } from '../../lib/time-provider';
import { PlatformMark } from '../../ui/platform-mark';
import { QuietMessage } from './quiet-message';
import { SpokenMessage } from './spoken-message';
import type { TranscriptLine } from './transcript-lines';
import classes from './transcript.module.css';

interface Props {
  readonly line: TranscriptLine;
  readonly userName: string;
}

export function TranscriptLineView({ line, userName }: Props): ReactNode {
  const { zone } = useTimeView();
  switch (line.type) {
    case 'day':
      return <li className={classes.day}>{dayName(line.at, zone)}</li>;
    case 'gap':
      return <li className={classes.gap}>{duration(Math.round(line.lengthMs / 60_000) * 60_000)} later</li>;
    case 'platform':
      return (
        <li className={classes.switch}>
          <span className={classes.switchWords}>
            now on <PlatformMark platform={line.platform} />
          </span>
        </li>
      );
    case 'message':
      return line.message.role === 'USER' || line.message.role === 'ASSISTANT' ? (
        <SpokenMessage message={line.message} opensRun={line.opensRun} userName={userName} />
      ) : (
        <QuietMessage message={line.message} />
      );
  }
}
