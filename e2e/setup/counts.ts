import type { FullResult, Reporter, TestCase, Suite } from '@playwright/test/reporter';
import { writeFileSync } from 'node:fs';

/** Writes how many tests passed, failed and were skipped to the file that `FOYER_TEST_REPORT` names. */
export default class Counts implements Reporter {
  #tests: readonly TestCase[] = [];
  #broken = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  /** A fault outside every test, such as a system that does not start: counted, or nothing would have failed. */
  onError(): void {
    this.#broken += 1;
  }

  onEnd(result: FullResult): void {
    const file = process.env['FOYER_TEST_REPORT'];
    if (!file) return;
    const count = (...outcomes: string[]): number =>
      this.#tests.filter((test) => outcomes.includes(test.outcome())).length;
    const failed = count('unexpected', 'flaky') + this.#broken;
    const counts = {
      passed: count('expected'),
      failed: Math.max(failed, result.status === 'passed' ? 0 : 1),
      skipped: count('skipped'),
    };
    writeFileSync(file, JSON.stringify(counts));
  }

  printsToStdio(): boolean {
    return false;
  }
}
