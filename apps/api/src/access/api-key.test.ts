import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiKeys, loadApiKey } from './api-key.service.js';

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true });
});

const aFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-key-'));
  made.push(folder);
  return folder;
};

describe('loadApiKey', () => {
  it('X1 X2: makes a key at the first start, for the owner’s eyes alone, and gives the same ever after', async () => {
    const dataDir = join(await aFolder(), 'new', 'folder');
    const key = loadApiKey(null, dataDir);
    expect(key).toMatch(/^foyer_sk_[A-Za-z0-9_-]{43}$/);
    expect(loadApiKey(null, dataDir)).toBe(key);
    expect((await readFile(join(dataDir, 'api-key'), 'utf8')).trim()).toBe(key);
    expect((await stat(join(dataDir, 'api-key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['api-key']);
  });

  it('X2: makes another key in another folder', async () => {
    expect(loadApiKey(null, await aFolder())).not.toBe(loadApiKey(null, await aFolder()));
  });

  it('takes the configured key and leaves the folder alone', async () => {
    const dataDir = await aFolder();
    expect(loadApiKey('configured-key-0123456789', dataDir)).toBe('configured-key-0123456789');
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('takes a kept key with blanks around it, and makes a new one where the file was left empty by a crash', async () => {
    const dataDir = await aFolder();
    await writeFile(join(dataDir, 'api-key'), '  foyer_sk_kept \n\n');
    expect(loadApiKey(null, dataDir)).toBe('foyer_sk_kept');
    await writeFile(join(dataDir, 'api-key'), '\n');
    const key = loadApiKey(null, dataDir);
    expect(key).toMatch(/^foyer_sk_/);
    expect(loadApiKey(null, dataDir)).toBe(key);
  });

  it('says so where the folder cannot be read', async () => {
    const dataDir = await aFolder();
    await writeFile(join(dataDir, 'file'), '');
    expect(() => loadApiKey(null, join(dataDir, 'file'))).toThrow('ENOTDIR');
  });
});

describe('ApiKeys', () => {
  const keys = new ApiKeys('foyer_sk_right');

  it.each(['Bearer foyer_sk_right', 'bearer foyer_sk_right', 'Bearer    foyer_sk_right'])(
    'X1: knows “%s”',
    (header) => {
      expect(keys.authenticate(header)).toMatchObject({ kind: 'app', scopes: ['admin'], role: null, userId: null });
    },
  );

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'foyer_sk_right',
    'Basic foyer_sk_right',
    'Bearer foyer_sk_Right',
    'Bearer foyer_sk_righ',
    'Bearer foyer_sk_right2',
    'Bearer foyer_sk_right x',
    'Bearer foyer_sk_right, Bearer x',
    ' Bearer foyer_sk_right',
  ])('X1: does not know “%s”', (header) => {
    expect(keys.authenticate(header)).toBeNull();
  });

  it('X2 I2: gives each key an actor of its own, whose id does not tell the key', () => {
    const one = keys.authenticate('Bearer foyer_sk_right');
    const two = new ApiKeys('foyer_sk_other').authenticate('Bearer foyer_sk_other');
    expect(one?.id).not.toBe(two?.id);
    expect(one?.id).toMatch(/^[0-9a-f]{16}$/);
    expect(new ApiKeys('foyer_sk_right').authenticate('Bearer foyer_sk_right')).toEqual(one);
  });
});
