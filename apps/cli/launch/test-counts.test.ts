import { describe, expect, it } from 'vitest';
import { countVitest } from './test-counts.mjs';

const tests = (...states: string[]) => states.map((status) => ({ status }));

describe('countVitest', () => {
  it('adds up the tests of all files', () => {
    const testResults = [
      { status: 'passed', assertionResults: tests('passed', 'passed', 'skipped') },
      { status: 'failed', assertionResults: tests('passed', 'failed', 'todo') },
    ];
    expect(countVitest({ testResults })).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts a file that broke outside its tests as one failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: tests('passed') },
    ];
    expect(countVitest({ testResults })).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });
});
