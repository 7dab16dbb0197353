import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from './clock.js';
import type { Call } from './context.js';
import { isConnectionLost, isRetryable, query, statement, toDomainError, type Statement } from './database.js';
import { DomainError } from './errors.js';
import { claimFor, recordAnswer, takeClaim, type Claim } from './idempotency.js';
import type { Ids } from './ids.js';
import type { Json, JsonObject } from './json.js';

/*
 * The change pipeline: the one way to change anything. It claims the idempotency key, opens the transaction, runs the use
 * case, which writes and appends its events, has the act audited, and commits. A refusal rolls all of it back.
 */

/** A change under way: the call that asked for it, and the transaction that holds it. */
export interface Change extends Call {
  readonly em: EntityManager;
  readonly now: Date;
  readonly ids: Ids;
  /** The operations that led here, outermost first. */
  readonly stack: readonly string[];
  readonly note: AuditNote;
}

/** What the audit log can tell of a change, beside who asked for what: filled in on the way. */
export interface AuditNote {
  /** Id of what was acted on. */
  target: string | null;
  /** What it was before and is after, where that says something. Never a secret. */
  before?: JsonObject;
  after?: JsonObject;
  /** What happened, in order. */
  readonly events: { readonly type: string; readonly payload: Json }[];
}

/** What is asked for: the mutation's name, its input, and how an answer is made again from what was recorded of the first. */
export interface Operation<Value, Recorded extends Json> {
  readonly name: string;
  readonly input: { readonly idempotencyKey?: string | null };
  readonly replay: (record: Recorded) => Promise<Value>;
}

/** What a use case gives: the answer, and as much of it as must be recorded to give it again. */
export interface Outcome<Value, Recorded extends Json> {
  readonly value: Value;
  readonly record: Recorded;
}

/**
 * The connection broke while a commit was under way: the change may have been made, or not. Shown as INTERNAL, since UNAVAILABLE
 * would promise that it was not.
 */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';

  constructor(cause: unknown) {
    super('The connection to the database broke during the commit; its outcome is unknown.', { cause });
  }
}

/** One try of an operation; `committing` once all its work is done. */
interface Attempt<Value, Recorded extends Json> {
  readonly operation: Operation<Value, Recorded>;
  readonly claim: Claim | null;
  readonly work: (change: Change) => Promise<Outcome<Value, Recorded>>;
  committing: boolean;
}

const TRIES_MAX = 6;

const FORGET_KEYS = statement('idempotency.forget', 'DELETE FROM idempotency WHERE created_at < $1');

/** What a deployment decides for all changes. */
export interface ChangeSettings {
  readonly idempotencyHours: number;
  /** Enters the change in the audit log, in its transaction, where whoever made it is one whose acts are kept. */
  readonly audit: (change: Change) => Promise<void>;
}

export class Changes {
  constructor(
    private readonly dataSource: DataSource,
    readonly clock: Clock,
    readonly ids: Ids,
    private readonly settings: ChangeSettings,
  ) {}

  /** Reads outside any transaction. */
  get em(): EntityManager {
    return this.dataSource.manager;
  }

  /**
   * Runs a use case in one transaction. Where the input has an idempotency key that was used before, nothing runs and the first
   * answer is given again. Deadlocks are tried again.
   *
   * @throws DomainError `UNAVAILABLE` where the database was not there and nothing was changed; `IDEMPOTENCY_MISMATCH`; and
   *   whatever the use case refuses with.
   */
  async run<Value, Recorded extends Json>(
    call: Call,
    operation: Operation<Value, Recorded>,
    work: (change: Change) => Promise<Outcome<Value, Recorded>>,
  ): Promise<Value> {
    const claim = this.claim(call, operation.name, operation.input);
    for (let attempt = 1; ; attempt++) {
      const once: Attempt<Value, Recorded> = { operation, claim, work, committing: false };
      try {
        return await this.attempt(call, once);
      } catch (err) {
        const lostCommit = once.committing && isConnectionLost(err);
        if (lostCommit && claim === null) throw new OutcomeUnknownError(err);
        if (attempt === TRIES_MAX || !(isRetryable(err) || lostCommit)) throw toDomainError(err);
        await pause(attempt);
      }
    }
  }

  /** As `run`, for use cases whose answer is a thing as it is now: only its id is recorded. */
  async runForId(call: Call, name: string, input: object, work: (change: Change) => Promise<string>): Promise<string> {
    const operation: Operation<string, string> = { name, input, replay: (id) => Promise.resolve(id) };
    return this.run(call, operation, async (change) => {
      const id = await work(change);
      return { value: id, record: id };
    });
  }

  /** As `run`, for use cases without an input that could carry an idempotency key. */
  async runPlain<Value>(call: Call, name: string, work: (change: Change) => Promise<Value>): Promise<Value> {
    const replay = (): Promise<Value> => Promise.reject(new Error('A change without a key has no answer to repeat.'));
    return this.run(call, { name, input: {}, replay }, async (change) => ({ value: await work(change), record: null }));
  }

  /**
   * Runs a change that is one statement, and so its own transaction: one round trip. The statement decides by itself whether it
   * may; no rows mean that it did nothing, and that `run` has to find out why. So it is where a deadlock was ended at its cost: it
   * locks in an order of its own, since a transaction takes the idempotency key first of all.
   *
   * @throws OutcomeUnknownError where the connection broke; `run` may follow where the change cannot happen twice.
   */
  async runStatement<Row extends object>(st: Statement, values: readonly unknown[]): Promise<Row[]> {
    try {
      return await query<Row>(this.em, st, values);
    } catch (err) {
      if (isRetryable(err)) return [];
      throw isConnectionLost(err) ? new OutcomeUnknownError(err) : toDomainError(err);
    }
  }

  /** The claim that the input's idempotency key makes, if it has one. */
  claim(call: Call, name: string, input: { readonly idempotencyKey?: string | null }): Claim | null {
    const key = input.idempotencyKey;
    return key === null || key === undefined ? null : claimFor(`${call.actor.kind}:${call.actor.id}`, key, name, input);
  }

  /** Records of idempotency keys from before this moment count as gone. */
  expiredBefore(now: Date): Date {
    return new Date(now.getTime() - this.settings.idempotencyHours * 3_600_000);
  }

  /** Forgets the idempotency keys that are past their time. */
  async forgetKeys(): Promise<void> {
    await query(this.em, FORGET_KEYS, [this.expiredBefore(this.clock.now())]);
  }

  private async attempt<Value, Recorded extends Json>(
    { actor, requestId, environment }: Call,
    attempt: Attempt<Value, Recorded>,
  ): Promise<Value> {
    const { operation, claim, work } = attempt;
    const done = await this.dataSource.transaction('READ COMMITTED', async (em) => {
      const now = this.clock.now();
      const note: AuditNote = { target: null, events: [] };
      const change: Change = { actor, requestId, environment, em, now, ids: this.ids, stack: [operation.name], note };
      const first = claim && (await takeClaim(em, claim, now, this.expiredBefore(now)));
      if (first) return { first };
      const outcome = await work(change);
      await this.settings.audit(change);
      if (claim) await recordAnswer(em, claim, outcome.record);
      attempt.committing = true;
      return { outcome };
    });
    return done.outcome ? done.outcome.value : operation.replay(done.first.record as Recorded);
  }
}

/** A part of a second that grows with the tries, with jitter, so that those who met do not meet again. */
const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 2 ** attempt * (1 + (process.hrtime()[1] % 1_000) / 500)));

/** An answer that is gone by the time it is asked for again. */
export const goneSince = (thing: string, id: string): DomainError =>
  new DomainError('NOT_FOUND', `${thing} ${id} is gone since.`);
