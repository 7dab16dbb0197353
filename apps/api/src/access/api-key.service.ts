import { hash, timingSafeEqual } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  return readKept(path) ?? keepNew(path);
}

/** Makes a key and keeps it in this file; where another node keeps one there in this very moment, that one is it. */
function keepNew(path: string): string {
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o711 });
  writeFileSync(draft, `${PREFIX}${randomSecret()}\n`, { mode: 0o600 });
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

/** The key in this file; null where there is none. A file that is empty was left by a crash, and is removed. */
function readKept(path: string): string | null {
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

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

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
