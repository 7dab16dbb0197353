import { describe, expect, it } from 'vitest';
import { EmbeddedPostgresError, explainFailure } from './embedded-postgres-error.js';
import { findPostgresBinaries } from './postgres-binaries.js';

const systemError = (code: string, message: string): Error => Object.assign(new Error(message), { code });

describe('explainFailure', () => {
  it.each([
    [systemError('ENOSPC', 'write'), /^The disk that holds the data folder \/data is full\./],
    [
      new Error('FATAL:  could not write lock file "postmaster.pid": No space left on device'),
      /^The disk that holds the data folder \/data is full\./,
    ],
    [
      new Error(
        'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 7\nHINT:  Check free disk space.',
      ),
      /^The disk that holds the data folder \/data is full\./,
    ],
    [systemError('EROFS', 'mkdir'), /^The data folder \/data is on a read-only disk\./],
    [
      new Error('initdb: error: could not create directory: Permission denied'),
      /^The data folder \/data cannot be written by this user\./,
    ],
    [systemError('EEXIST', 'mkdir'), /^The data folder \/data is not a folder\./],
    [
      new Error('FATAL:  database files are incompatible with server\nDETAIL:  …'),
      /^The database in \/data was made by another major version/,
    ],
    [
      new Error(
        'LOG:  starting\nFATAL:  could not map anonymous shared memory: Cannot allocate memory\nLOG:  shut down',
      ),
      /did not start: FATAL: {2}could not map anonymous shared memory: Cannot allocate memory$/,
    ],
  ])('says %s in one sentence', (cause, sentence) => {
    const explained = explainFailure(cause, '/data');
    expect(explained.message).toMatch(sentence);
    expect(explained.message).not.toContain('\n');
    expect(explained.cause).toBe(cause);
  });

  it('leaves a sentence as it is', () => {
    const sentence = new EmbeddedPostgresError('So it is.');
    expect(explainFailure(sentence, '/data')).toBe(sentence);
  });
});

describe('findPostgresBinaries', () => {
  it('says what to do where no PostgreSQL is made for the platform', () => {
    expect(() => findPostgresBinaries('sunos', 'sparc')).toThrow(
      /^No PostgreSQL comes with Foyer for sunos-sparc, .* Set FOYER_DATABASE_URL to a PostgreSQL 18 server\.$/,
    );
  });
});
