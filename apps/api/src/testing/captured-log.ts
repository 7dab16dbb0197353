import { createLog, type Log } from '../core/log.js';

export interface CapturedLog {
  readonly log: Log;
  /** Everything that was logged, as it was written. */
  readonly text: () => string;
  /** The lines of at least this level. */
  readonly lines: (level?: number) => Record<string, unknown>[];
}

/** A log like the real one, at its most talkative. */
export function captureLog(): CapturedLog {
  const written: string[] = [];
  return {
    log: createLog('trace', { write: (line: string) => void written.push(line) }),
    text: () => written.join(''),
    lines: (level = 0) =>
      written
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => Number(line['level']) >= level),
  };
}
