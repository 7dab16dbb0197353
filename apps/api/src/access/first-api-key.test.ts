import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isMistyped, makeApiKeySecret, shownPart } from './api-key-secret.js';
import { keepNewApiKey, readKeptApiKey } from './first-api-key.service.js';

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true });
});

const aFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-key-'));
  made.push(folder);
  return folder;
};

describe('the first API key', () => {
  it('X1 X2: is made in the data folder, for its owner’s eyes alone, and is the same ever after', async () => {
    const dataDir = join(await aFolder(), 'new', 'folder');
    expect(readKeptApiKey(dataDir)).toBeNull();
    const key = keepNewApiKey(dataDir);
    expect(isMistyped(key)).toBe(false);
    expect(readKeptApiKey(dataDir)).toBe(key);
    expect((await readFile(join(dataDir, 'api-key'), 'utf8')).trim()).toBe(key);
    expect((await stat(join(dataDir, 'api-key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['api-key']);
  });

  it('X2: is the one that is there already, where two start at the same time', async () => {
    const dataDir = await aFolder();
    const key = keepNewApiKey(dataDir);
    expect(keepNewApiKey(dataDir)).toBe(key);
    expect(await readdir(dataDir)).toEqual(['api-key']);
  });

  it('X2: is another in another folder', async () => {
    expect(keepNewApiKey(await aFolder())).not.toBe(keepNewApiKey(await aFolder()));
  });

  it('is taken with blanks around it, and made again where a crash left the file empty', async () => {
    const dataDir = await aFolder();
    await writeFile(join(dataDir, 'api-key'), '  foyer_sk_kept \n\n');
    expect(readKeptApiKey(dataDir)).toBe('foyer_sk_kept');
    await writeFile(join(dataDir, 'api-key'), '\n');
    expect(readKeptApiKey(dataDir)).toBeNull();
    expect(readKeptApiKey(dataDir)).toBeNull();
    expect(keepNewApiKey(dataDir)).toMatch(/^foyer_sk_/);
  });

  it('is not made beside one that cannot be read', async () => {
    const dataDir = await aFolder();
    await writeFile(join(dataDir, 'file'), '');
    expect(() => readKeptApiKey(join(dataDir, 'file'))).toThrow('ENOTDIR');
  });
});

describe('the secret of an API key', () => {
  it('X2: is foyer_sk_ and 43 random letters and digits, with a checksum by which a leaked one can be told', () => {
    const secrets = Array.from({ length: 500 }, makeApiKeySecret);
    expect(new Set(secrets).size).toBe(500);
    for (const secret of secrets) {
      expect(secret).toMatch(/^foyer_sk_[0-9A-Za-z]{49}$/);
      const random = secret.slice(9, 52);
      const inBase62 = secret
        .slice(52)
        .split('')
        .reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0);
      expect(inBase62).toBe(crc32Of(random));
      expect(isMistyped(secret)).toBe(false);
    }
  });

  it('X2: is known as mistyped with any letter changed, and with two that changed places', () => {
    const secret = makeApiKeySecret();
    for (let at = 9; at < secret.length; at++) {
      const other = secret[at] === 'x' ? 'y' : 'x';
      expect(isMistyped(secret.slice(0, at) + other + secret.slice(at + 1)), `at ${at}`).toBe(true);
    }
    for (let at = 10; at < secret.length; at++) {
      const [one = '', two = ''] = secret.slice(at - 1, at + 1);
      const changed = secret.slice(0, at - 1) + two + one + secret.slice(at + 1);
      expect(isMistyped(changed), `at ${at}`).toBe(one !== two);
    }
  });

  it.each(['', 'foyer_sk_', 'my-own-configured-key', `foyer_sk_${'x'.repeat(48)}`, `foyer_sk_${'x'.repeat(50)}`])(
    'X2: may be a configured one of any form: “%s”',
    (secret) => expect(isMistyped(secret)).toBe(false),
  );

  it('X2: is shown as far as to know it again', () => {
    const secret = makeApiKeySecret();
    expect(shownPart(secret)).toBe(secret.slice(0, 15));
    expect(shownPart('sixteen-letters!')).toBe('sixt');
  });
});

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** CRC-32 by its definition, bit by bit. */
function crc32Of(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
