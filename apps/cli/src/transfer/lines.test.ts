import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { collect } from '../testing/collect.js';
import { readLines, type Line } from './lines.js';

const folder = mkdtempSync(join(tmpdir(), 'foyer-lines-'));
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer, stop = new AbortController().signal): Promise<Line[]> {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  return collect(readLines(path, stop));
}

describe('readLines', () => {
  it('numbers lines from 1 and counts blank ones', async () => {
    expect(await read('a\n\n  \nb\n')).toEqual([
      { number: 1, endByte: 2, text: 'a' },
      { number: 4, endByte: 8, text: 'b' },
    ]);
  });

  it('takes the last line without a line end', async () => {
    expect(await read('a\nb')).toMatchObject([{ text: 'a' }, { number: 2, endByte: 3, text: 'b' }]);
  });

  it('reads nothing from an empty file', async () => {
    expect(await read('')).toEqual([]);
  });

  it('drops a byte order mark, and leaves carriage returns to JSON, which ignores them', async () => {
    const [first] = await read('\ufeff{"a":1}\r\n');
    expect(first).toMatchObject({ text: '{"a":1}\r' });
  });

  it('does not take U+2028 or U+0085 for a line end', async () => {
    expect(await read('a\u2028b\u0085c\n')).toMatchObject([{ text: 'a\u2028b\u0085c' }]);
  });

  it('puts characters together that fall on the border of two chunks', async () => {
    const text = '🦊é漢'.repeat(100_000);
    expect(await read(`${text}\n${text}`)).toMatchObject([{ text }, { text }]);
  });

  it('takes a line of 5 MiB whole', async () => {
    const [line] = await read(`${'x'.repeat(5 * 1024 * 1024)}\n`);
    expect(line).toMatchObject({ text: expect.stringMatching(/^x{5242880}$/) as string });
  });

  it('refuses a line beyond 16 MiB without keeping it, and goes on behind it', async () => {
    const lines = await read(Buffer.concat([Buffer.alloc(17 * 1024 * 1024, 0x78), Buffer.from('\nnext\n')]));
    expect(lines).toMatchObject([
      { number: 1, fault: 'The line is longer than 16 MiB.' },
      { number: 2, text: 'next' },
    ]);
  });

  it('refuses bytes that are not UTF-8 instead of changing them, and goes on behind them', async () => {
    const lines = await read(Buffer.concat([Buffer.from('a'), Buffer.from([0xff, 0xfe]), Buffer.from('\nnext\n')]));
    expect(lines).toMatchObject([{ fault: 'The line is not valid UTF-8.' }, { text: 'next' }]);
  });

  it('ends without an error where it is stopped', async () => {
    expect(await read('a\nb\n', AbortSignal.abort())).toEqual([]);
  });
});
