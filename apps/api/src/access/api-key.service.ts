import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '../core/context.js';
import { randomSecret } from '../core/ids.js';

/*
 * Who a request comes from. There is one API key, which may do everything; whoever does not have it gets no answer.
 */

const PREFIX = 'foyer_sk_';

/** The API key of this installation: as configured, else the one kept in the data folder, which is made at the first start. */
export function loadApiKey(configured: string | null, dataDir: string): string {
  if (configured !== null) return configured;
  const path = join(dataDir, 'api-key');
  const kept = readKept(path);
  if (kept) return kept;
  const key = PREFIX + randomSecret();
  mkdirSync(dataDir, { recursive: true });
  // wx: of two nodes on one folder the second must not replace the key that the first has printed. A crash before the key was in it
  // leaves a file that is empty.
  writeFileSync(path, `${key}\n`, { mode: 0o600, flag: kept === null ? 'wx' : 'w' });
  return key;
}

/** The key in this file; null where there is no such file. */
function readKept(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return null;
    throw err;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export class ApiKeys {
  private readonly expected: Buffer;
  private readonly actor: Actor;

  constructor(key: string) {
    this.expected = digest(key);
    const id = this.expected.toString('hex').slice(0, 16);
    this.actor = { kind: 'app', id, name: 'default', scopes: ['admin'], role: null, userId: null };
  }

  /** The actor behind an `Authorization` header, or null. Takes the same time for every wrong key. */
  authenticate(authorization: string | undefined): Actor | null {
    const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    return key !== undefined && timingSafeEqual(digest(key), this.expected) ? this.actor : null;
  }
}
