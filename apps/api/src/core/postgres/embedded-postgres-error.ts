/**
 * The embedded database cannot be started. The message is one plain sentence (or two, where the second says what to do) for
 * the person who starts Foyer; the cause is for the log.
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** Turns what went wrong with a file or a process into a sentence that names the data folder. */
export function explainFailure(cause: unknown, dataDir: string): EmbeddedPostgresError {
  if (cause instanceof EmbeddedPostgresError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = SENTENCES.find(([pattern]) => pattern.test(`${code} ${text}`));
  const sentence =
    known === undefined
      ? `The embedded PostgreSQL in ${dataDir} did not start: ${lastComplaint(text)}`
      : known[1](dataDir);
  return new EmbeddedPostgresError(sentence, { cause });
}

const SENTENCES: readonly (readonly [RegExp, (dataDir: string) => string])[] = [
  [
    /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded|Check free disk space|wrote only \d+ of \d+ bytes/,
    (dataDir) => `The disk that holds the data folder ${dataDir} is full. Free some space and start again.`,
  ],
  [
    /EROFS|Read-only file system/,
    (dataDir) =>
      `The data folder ${dataDir} is on a read-only disk. Set FOYER_DATA_DIR to a folder that can be written.`,
  ],
  [
    /EACCES|EPERM|Permission denied|has wrong ownership/,
    (dataDir) =>
      `The data folder ${dataDir} cannot be written by this user. Set FOYER_DATA_DIR to a folder of your own, or change its owner.`,
  ],
  [
    /ENOTDIR|EEXIST/,
    (dataDir) => `The data folder ${dataDir} is not a folder. Set FOYER_DATA_DIR to one that can be written.`,
  ],
  [
    /database files are incompatible with server|was initialized by PostgreSQL version/,
    (dataDir) =>
      `The database in ${dataDir} was made by another major version of PostgreSQL. Export it with the Foyer that made it, then import it here.`,
  ],
];

/** What PostgreSQL said last at a level that ends it; the whole text where it said nothing of that kind. */
function lastComplaint(text: string): string {
  const complaints = text.match(/(?:FATAL|PANIC|error): .*/g);
  return (complaints?.at(-1) ?? text).trim();
}
