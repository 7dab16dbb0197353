import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PlainError } from './plain-error.js';

/**
 * Makes the data folder where it is missing.
 *
 * @throws PlainError where it cannot be made or written.
 */
export function makeDataFolder(dataDir: string): void {
  try {
    // Under root the embedded database runs as another user, who must be able to pass through to its own folder.
    makeFolder(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch (error) {
    throw explainDisk(error, dataDir);
  }
}

/** The API's first key, which it keeps in the data folder; null where there is none yet. */
export function readApiKey(dataDir: string): string | null {
  try {
    return readFileSync(join(dataDir, 'api-key'), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** Turns a refusal of the file system into a sentence. */
export function explainDisk(error: unknown, dataDir: string): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const sentence = SENTENCES[code];
  if (sentence !== undefined) return new PlainError(`The data folder ${dataDir} ${sentence}`, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

const ELSEWHERE = 'Set FOYER_DATA_DIR to a folder that can be written.';
const FULL = 'is on a disk that is full. Free some space and start again.';
const SENTENCES: Readonly<Record<string, string>> = {
  EROFS: `is on a read-only disk. ${ELSEWHERE}`,
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: `cannot be written by this user. ${ELSEWHERE}`,
  EPERM: `cannot be written by this user. ${ELSEWHERE}`,
  ENOTDIR: `is not a folder. ${ELSEWHERE}`,
};

/** Like `mkdir -p`. Node's own, on a read-only disk, says only that there is no such folder. */
function makeFolder(dir: string, mode: number): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir), 0o777);
  mkdirSync(dir, { mode });
}
