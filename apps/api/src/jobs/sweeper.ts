import { setTimeout as sleep } from 'node:timers/promises';
import type { Changes } from '../core/change.js';
import type { Log } from '../core/log.js';
import { runAll } from '../core/run-all.js';
import type { SessionRetentionService } from '../sessions/session-retention.service.js';
import type { VariableService } from '../variables/variable.service.js';

/** Whose clocks run out. */
export interface SweepSteps {
  readonly sessions: SessionRetentionService;
  readonly variables: VariableService;
  readonly changes: Changes;
  readonly access: { forgetExpired(now: Date): Promise<void> };
}

/**
 * Writes down, round after round, what the clock has done already. Readers go by the clock and do not wait for it. Safe on any
 * number of nodes: each step locks what it changes and looks again.
 */
export class Sweeper {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly steps: SweepSteps,
    private readonly log: Log,
    private readonly everySeconds: number,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Ends after the round that is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** One round. A step that fails stops no other; the first error is thrown at the end. */
  async sweep(): Promise<void> {
    const { sessions, variables, changes, access } = this.steps;
    await runAll([
      () => sessions.sweep(),
      () => variables.forgetExpired(),
      () => changes.forgetKeys(),
      () => access.forgetExpired(changes.clock.now()),
    ]);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.sweep().catch((err: unknown) => this.log.warn({ err }, 'a sweep failed; the next one does its work'));
      await sleep(this.everySeconds * 1_000, undefined, { signal }).catch(() => undefined);
    }
  }
}
