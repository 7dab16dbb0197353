import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile } from './log-file.js';

const MIB = 1024 * 1024;

describe('LogFile', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'foyer-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes on where an earlier one ended', () => {
    const path = join(folder, 'logs/api.log');
    for (const line of ['one\n', 'two\n']) {
      const log = new LogFile(path);
      log.write(Buffer.from(line));
      log.close();
    }
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps the newest part and the one before it, and no more', () => {
    const path = join(folder, 'api.log');
    const log = new LogFile(path);
    for (let n = 0; n < 35; n += 1) log.write(Buffer.alloc(MIB, String.fromCharCode(65 + n)));
    log.close();
    expect(statSync(path).size + statSync(`${path}.1`).size).toBeLessThan(23 * MIB);
    expect(readFileSync(path).at(-1)).toBe(65 + 34);
  });

  it('loses lines rather than the program where it cannot write', () => {
    const log = new LogFile('/dev/full');
    expect(() => log.write(Buffer.from('lost\n'))).not.toThrow();
    log.close();
  });
});
