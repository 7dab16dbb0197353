import type { VariableScope } from '@foyer/types/enums';
import { may } from '../access/policy.rules.js';
import type { Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { query, statement } from '../core/database.js';
import type { Variable, VariableRecord } from './variable.entity.js';
import { APP_HOLDER_ID } from './variable.rules.js';

/*
 * Reading variables. Each holder's are read once, however many sessions see them. Where no scope is asked for, the nearest one hides
 * those of the same name further off: SESSION over PLATFORM over USER over APP (U3). What is behind its time is not there (V3).
 */

/** A variable with its holder. */
export type HeldVariable = VariableRecord & Pick<Variable, 'holderId' | 'platform'>;

// Walks the primary key for each holder.
const HELD = statement(
  'variable.held',
  `SELECT holder_id AS "holderId", platform, name, value, scope, version, updated_at AS "updatedAt", expires_at AS "expiresAt"
   FROM variable v
   WHERE holder_id = ANY($1) AND (expires_at IS NULL OR expires_at > $2) AND ($3::text IS NULL OR name = $3)
   ORDER BY holder_id, array_position(ARRAY['session', 'platform', 'user', 'app'], scope), name COLLATE "C"`,
);

/** A session, as far as it says which variables can be seen from it. */
export interface Viewpoint {
  readonly id: string;
  readonly userId: string;
  readonly platform: string;
}

/** Whose variables the caller can see from a session, or those of one scope. */
export function holdersSeenFrom(
  { actor }: Call,
  { id, userId }: Viewpoint,
  scope: VariableScope | null,
): readonly string[] {
  const app = may(actor, 'appVariables') ? [APP_HOLDER_ID] : [];
  if (scope === 'session') return [id];
  if (scope === 'app') return app;
  return scope === null ? [id, userId, ...app] : [userId];
}

/** Of the variables of those holders, nearest first, the ones that are seen: of the scope, on this platform, and not hidden. */
export function seenFrom(
  { platform }: Viewpoint,
  held: readonly HeldVariable[],
  scope: VariableScope | null,
): readonly HeldVariable[] {
  const seen = new Map<string, HeldVariable>();
  for (const variable of held) {
    const isElsewhere = variable.scope === 'platform' && variable.platform !== platform;
    if (isElsewhere || (scope !== null && variable.scope !== scope) || seen.has(variable.name)) continue;
    seen.set(variable.name, variable);
  }
  return [...seen.values()];
}

export class VariableReadService {
  constructor(private readonly changes: Changes) {}

  /** The variables of holders, or those of one name: nearest scope first within each, then by name. */
  held(_call: Call, holderIds: readonly string[], name: string | null): Promise<HeldVariable[]> {
    return query<HeldVariable>(this.changes.em, HELD, [holderIds, this.changes.clock.now(), name]);
  }
}
