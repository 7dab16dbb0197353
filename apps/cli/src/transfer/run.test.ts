import { FoyerError } from '@foyer/client';
import { describe, expect, it } from 'vitest';
import { Report } from './report.js';
import { isRefusal, Lanes, refuseOrThrow, runJobs, Stopped, type Job } from './run.js';
import { BadLine } from './shape.js';

const going = new AbortController().signal;

async function* from(jobs: readonly Job[]): AsyncGenerator<Job, void> {
  yield* jobs;
}

describe('runJobs', () => {
  it('runs no more at once than allowed, and all of them', async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const job = async (): Promise<void> => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      done += 1;
    };
    await runJobs(from(Array.from({ length: 20 }, () => job)), { concurrency: 3, stop: going });
    expect({ most, done }).toEqual({ most: 3, done: 20 });
  });

  it('goes on reading while a job runs, which may be waiting for what is read', async () => {
    const fed = Promise.withResolvers<void>();
    async function* source(): AsyncGenerator<Job, void> {
      yield () => fed.promise;
      fed.resolve();
      yield () => Promise.resolve();
    }
    await expect(runJobs(source(), { concurrency: 1, stop: going })).resolves.toBeUndefined();
  });

  it('begins no job after a failure, lets those that run end, and throws the failure', async () => {
    const began: number[] = [];
    let ended = false;
    const jobs: Job[] = [
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        ended = true;
      },
      () => Promise.reject(new Error('The API is gone.')),
      ...Array.from({ length: 10 }, (_, index) => () => Promise.resolve(void began.push(index))),
    ];
    await expect(runJobs(from(jobs), { concurrency: 2, stop: going })).rejects.toThrow('The API is gone.');
    expect(ended).toBe(true);
    expect(began.length).toBeLessThan(2);
  });

  it('closes the source and waits for what runs where the source fails', async () => {
    let ended = false;
    async function* source(): AsyncGenerator<Job, void> {
      yield async () => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        ended = true;
      };
      throw new Error('The disk is gone.');
    }
    await expect(runJobs(source(), { concurrency: 4, stop: going })).rejects.toThrow('The disk is gone.');
    expect(ended).toBe(true);
  });

  it('ends quietly where it is stopped, without beginning another job', async () => {
    const stopper = new AbortController();
    let began = 0;
    let closed = false;
    async function* source(): AsyncGenerator<Job, void> {
      try {
        for (;;) {
          yield () => {
            began += 1;
            stopper.abort();
            return Promise.reject(new Stopped('Stopped.'));
          };
        }
      } finally {
        closed = true;
      }
    }
    await runJobs(source(), { concurrency: 1, stop: stopper.signal });
    expect({ began, closed }).toEqual({ began: 1, closed: true });
  });
});

describe('refusals', () => {
  it.each([
    ['BAD_USER_INPUT', true],
    ['SESSION_ENDED', true],
    ['PAYLOAD_TOO_LARGE', true],
    ['INTERNAL', true],
    ['UNAUTHENTICATED', false],
    ['NETWORK_ERROR', false],
    ['STORAGE_FULL', false],
  ])('%s concerns one line only: %j', (code, isOne) => {
    expect(isRefusal(new FoyerError(code, ''))).toBe(isOne);
  });

  it('are reported with file, line and code, and everything else is thrown', () => {
    const report = new Report(() => undefined);
    const place = { file: 'f.jsonl', line: 7 };
    refuseOrThrow(report, place, new BadLine('No.'));
    refuseOrThrow(report, place, new FoyerError('SLUG_TAKEN', 'Taken.'));
    expect(() => refuseOrThrow(report, place, new TypeError('A fault of ours.'))).toThrow('A fault of ours.');
    expect(report.toJSON()).toMatchObject({
      refused: 2,
      refusals: [
        { ...place, reason: 'No.' },
        { ...place, reason: 'Taken. (SLUG_TAKEN)' },
      ],
    });
  });
});

describe('Lanes', () => {
  it('keeps work on one thing in order, while other things go on', async () => {
    const lanes = new Lanes();
    const seen: string[] = [];
    const slow = lanes.run('a', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push('a1');
    });
    await Promise.all([
      slow,
      lanes.run('a', async () => void seen.push('a2')),
      lanes.run('b', async () => void seen.push('b1')),
    ]);
    expect(seen).toEqual(['b1', 'a1', 'a2']);
  });

  it('goes on behind work that failed', async () => {
    const lanes = new Lanes();
    const failed = lanes.run('a', () => Promise.reject(new Error('No.')));
    const next = lanes.run('a', () => Promise.resolve());
    await expect(failed).rejects.toThrow('No.');
    await expect(next).resolves.toBeUndefined();
  });
});
