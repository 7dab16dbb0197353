import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeApiKeySecret } from './api-key-secret.js';

/*
 * The first API key of an installation where none is configured: made at the first start, and kept in the data folder.
 */

const pathIn = (dataDir: string): string => join(dataDir, 'api-key');

/** The key that is kept in the data folder; null where there is none. A file that is empty was left by a crash, and is removed. */
export function readKeptApiKey(dataDir: string): string | null {
  const path = pathIn(dataDir);
  try {
    const kept = readFileSync(path, 'utf8').trim();
    if (kept !== '') return kept;
    rmSync(path);
    return null;
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return null;
    throw err;
  }
}

/** Makes a key and keeps it; where another node keeps one there in this very moment, that one is it. */
export function keepNewApiKey(dataDir: string): string {
  const path = pathIn(dataDir);
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o711 });
  writeFileSync(draft, `${makeApiKeySecret()}\n`, { mode: 0o600 });
  try {
    // A link is whole or not there, and does not replace another.
    linkSync(draft, path);
  } catch (err) {
    if (!(err instanceof Error && 'code' in err && err.code === 'EEXIST')) throw err;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}
