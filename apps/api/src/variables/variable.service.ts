import { nameOf, VariableScope } from '@foyer/types/enums';
import { LIMITS } from '@foyer/types/limits';
import type { Change, Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { query, queryOne, statement } from '../core/database.js';
import { badInput } from '../core/errors.js';
import type { Json } from '../core/json.js';
import { assertName } from '../core/text.js';
import type { VariableRecord } from './variable.entity.js';
import {
  assertExpected,
  assertHolding,
  assertVersion,
  encodeVariable,
  type EncodedVariable,
  type Holding,
  type NewVariable,
} from './variable.rules.js';
import {
  appendToHolder,
  assertTarget,
  lockHolder,
  type Holder,
  type VariableTarget,
} from './variable-target.service.js';

/*
 * Writing variables. All writers of one holder take its lock, so versions grow by one, of those who expect the same version one
 * wins, and increments all count (V1, V2). An expired variable is gone: writing it again begins at version 1 (V3, V4).
 */

interface Write {
  readonly target: VariableTarget;
  readonly idempotencyKey?: string | null;
}

export type SetVariable = Write & NewVariable;
export type SetVariables = Write & { readonly variables: readonly NewVariable[] };
export type IncrementVariable = Write & { readonly name: string; readonly by?: number | null };
export type DeleteVariable = Write & { readonly name: string; readonly expectedVersion?: number | null };

/** What is stored under a name, and not expired. */
interface Current {
  readonly name: string;
  readonly value: Json;
  readonly version: number;
  readonly sizeBytes: number;
  readonly expiresAt: Date | null;
}

const LIVE = '(expires_at IS NULL OR expires_at > $4)';
const FIND = statement(
  'variable.find-current',
  `SELECT name, value, version, size_bytes AS "sizeBytes", expires_at AS "expiresAt" FROM variable
   WHERE holder_id = $1 AND scope = $2 AND platform = $3 AND ${LIVE} AND name = ANY($5)`,
);
const TOTAL = statement(
  'variable.total',
  `SELECT count(*)::int AS count, coalesce(sum(size_bytes), 0)::int AS bytes FROM variable
   WHERE holder_id = $1 AND scope = $2 AND platform = $3 AND ${LIVE}`,
);
const SET = statement(
  'variable.set',
  `INSERT INTO variable AS v (holder_id, scope, platform, updated_at, name, value, size_bytes, version, expires_at)
   SELECT $1, $2, $3, $4, name, value, size_bytes, version, expires_at
   FROM unnest($5::text[], $6::json[], $7::integer[], $8::integer[], $9::timestamptz[]) AS new(name, value, size_bytes, version, expires_at)
   ON CONFLICT (holder_id, scope, platform, name) DO UPDATE
     SET value = excluded.value, size_bytes = excluded.size_bytes, version = excluded.version,
         updated_at = excluded.updated_at, expires_at = excluded.expires_at`,
);
const DELETE = statement(
  'variable.delete',
  'DELETE FROM variable WHERE holder_id = $1 AND scope = $2 AND platform = $3 AND name = $4',
);
const FORGET = statement('variable.forget', 'DELETE FROM variable WHERE expires_at <= $1');

export class VariableService {
  constructor(private readonly changes: Changes) {}

  /** Sets one variable. */
  async set(call: Call, input: SetVariable): Promise<VariableRecord> {
    const variables = [encodeVariable('input', input, this.changes.clock.now())];
    const writing = { name: 'setVariable', input, given: [input] };
    const [set] = await this.write(call, writing, (change, holder) => setAll(change, holder, variables));
    return set as VariableRecord;
  }

  /** Sets variables of one holder, all or none (V3), each name once. */
  async setMany(call: Call, input: SetVariables): Promise<VariableRecord[]> {
    const max = LIMITS.variablesPerHolderMax;
    if (input.variables.length > max) throw badInput('input.variables', `At most ${max} variables in one call.`);
    if (new Set(input.variables.map(({ name }) => name)).size < input.variables.length) {
      throw badInput('input.variables', 'Each name may come only once.');
    }
    const now = this.changes.clock.now();
    const variables = input.variables.map((variable, at) => encodeVariable(`input.variables.${at}`, variable, now));
    const writing = { name: 'setVariables', input, given: input.variables };
    return this.write(call, writing, (change, holder) => setAll(change, holder, variables));
  }

  /** Adds to a number, atomically; what is missing counts as 0 (V2). An expiry stays as it is. */
  async increment(call: Call, input: IncrementVariable): Promise<VariableRecord> {
    const by = input.by ?? 1;
    assertName('input.name', input.name);
    if (!Number.isFinite(by)) throw badInput('input.by', 'by must be a finite number.');
    const writing = { name: 'incrementVariable', input, given: null };
    const [set] = await this.write(call, writing, async (change, holder) => {
      const current = (await findCurrent(change, holder, [input.name])).get(input.name);
      const value = sumOf(input.name, current, by);
      const { expiresAt = null } = current ?? {};
      return setAll(change, holder, [
        { ...encodeVariable('input', { name: input.name, value }, change.now), expiresAt },
      ]);
    });
    return set as VariableRecord;
  }

  /** Deletes a variable; false where there was none. */
  async delete(call: Call, input: DeleteVariable): Promise<boolean> {
    assertName('input.name', input.name);
    assertExpected('input.expectedVersion', input.expectedVersion);
    assertTarget(input.target);
    const operation = { name: 'deleteVariable', input, replay: (existed: boolean) => Promise.resolve(existed) };
    return this.changes.run(call, operation, async (change) => {
      const holder = await lockHolder(change, input.target);
      const current = (await findCurrent(change, holder, [input.name])).get(input.name);
      assertVersion(input.name, current?.version ?? 0, input.expectedVersion);
      if (current) {
        await query(change.em, DELETE, [...keyOf(holder), input.name]);
        const payload = { name: input.name, scope: nameOf(VariableScope, holder.scope), version: current.version };
        await appendToHolder(change, holder, [{ type: 'VARIABLE_DELETED', payload }]);
      }
      return { value: current !== undefined, record: current !== undefined };
    });
  }

  /** Removes what is behind its time. Readers have not seen it since. */
  async forgetExpired(): Promise<void> {
    await query(this.changes.em, FORGET, [this.changes.clock.now()]);
  }

  private async write(
    call: Call,
    { name, input, given }: Writing,
    work: (change: Change, holder: Holder) => Promise<VariableRecord[]>,
  ): Promise<VariableRecord[]> {
    assertTarget(input.target);
    const replay = (record: RecordedVariable[]): Promise<VariableRecord[]> =>
      Promise.resolve(record.map((recorded, at) => revive(recorded, given?.[at]?.value)));
    return this.changes.run(call, { name, input, replay }, async (change) => {
      const value = await work(change, await lockHolder(change, input.target));
      return { value, record: value.map((variable) => toRecorded(variable, given === null ? variable.value : null)) };
    });
  }
}

const keyOf = ({ holderId, scope, platform }: Holder): readonly unknown[] => [holderId, scope, platform];

async function findCurrent(change: Change, holder: Holder, names: readonly string[]): Promise<Map<string, Current>> {
  const rows = await query<Current>(change.em, FIND, [...keyOf(holder), change.now, names]);
  return new Map(rows.map((row) => [row.name, row]));
}

async function setAll(
  change: Change,
  holder: Holder,
  variables: readonly EncodedVariable[],
): Promise<VariableRecord[]> {
  if (variables.length === 0) return [];
  const current = await findCurrent(
    change,
    holder,
    variables.map(({ name }) => name),
  );
  for (const { name, expectedVersion } of variables)
    assertVersion(name, current.get(name)?.version ?? 0, expectedVersion);
  await assertRoom(change, holder, variables, current);
  const set = variables.map(({ name, value, expiresAt }): VariableRecord => {
    const version = (current.get(name)?.version ?? 0) + 1;
    return { name, value, scope: holder.scope, version, updatedAt: change.now, expiresAt };
  });
  await query(change.em, SET, [
    ...keyOf(holder),
    change.now,
    variables.map(({ name }) => name),
    variables.map(({ text }) => text),
    variables.map(({ sizeBytes }) => sizeBytes),
    set.map(({ version }) => version),
    variables.map(({ expiresAt }) => expiresAt),
  ]);
  const scope = nameOf(VariableScope, holder.scope);
  const events = set.map(({ name, version }) => ({ type: 'VARIABLE_SET' as const, payload: { name, scope, version } }));
  await appendToHolder(change, holder, events);
  return set;
}

/** Refuses what would give the holder more than it may have; what makes it no larger is never refused. */
async function assertRoom(
  change: Change,
  holder: Holder,
  variables: readonly EncodedVariable[],
  current: ReadonlyMap<string, Current>,
): Promise<void> {
  const more = variables.reduce((sum, { name, sizeBytes }) => sum + sizeBytes - (current.get(name)?.sizeBytes ?? 0), 0);
  const added = variables.length - current.size;
  if (added === 0 && more <= 0) return;
  const total = await queryOne<Holding>(change.em, TOTAL, [...keyOf(holder), change.now]);
  assertHolding({ count: (total?.count ?? 0) + added, bytes: (total?.bytes ?? 0) + more });
}

function sumOf(name: string, current: Current | undefined, by: number): number {
  const value = current?.value ?? 0;
  if (typeof value !== 'number') throw badInput('input.name', `Variable ${name} is no number.`);
  const sum = value + by;
  if (!Number.isFinite(sum)) throw badInput('input.by', 'The sum is beyond the range of numbers.');
  // Beyond 2^53 one more is no more: it would not count.
  if (Number.isInteger(value) && Number.isInteger(by) && !Number.isSafeInteger(sum))
    throw badInput('input.by', 'The sum is beyond the whole numbers that can be kept exactly.');
  return sum;
}

/** One of the mutations that set; `given` has the values in the order of the answer, where the input has them. */
interface Writing {
  readonly name: string;
  readonly input: Write;
  readonly given: readonly { readonly value: Json }[] | null;
}

/** A variable as the idempotency record keeps it. */
type RecordedVariable = {
  readonly name: string;
  /** Null where the input, which is the same when it comes again, has the value: what is deleted should not live on here. */
  readonly value: Json;
  readonly scope: VariableScope;
  readonly version: number;
  readonly updatedAt: string;
  readonly expiresAt: string | null;
};

const toRecorded = (variable: VariableRecord, value: Json): RecordedVariable => ({
  ...variable,
  value,
  updatedAt: variable.updatedAt.toISOString(),
  expiresAt: variable.expiresAt?.toISOString() ?? null,
});

const revive = (recorded: RecordedVariable, given: Json | undefined): VariableRecord => ({
  ...recorded,
  value: given ?? recorded.value,
  updatedAt: new Date(recorded.updatedAt),
  expiresAt: recorded.expiresAt === null ? null : new Date(recorded.expiresAt),
});
