import type { VariableScope } from '@foyer/types/enums';
import type { Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { query, statement } from '../core/database.js';
import type { VariableRecord } from './variable.entity.js';

/*
 * Reading variables. Where no scope is asked for, the nearest one hides those of the same name further off: SESSION over PLATFORM
 * over USER over APP (U3). What is behind its time is not there (V3).
 */

const columns = (v: string): string =>
  `${v}.name, ${v}.value, ${v}.scope, ${v}.version, ${v}.updated_at AS "updatedAt", ${v}.expires_at AS "expiresAt"`;
const NEAREST_FIRST = "array_position(ARRAY['session', 'platform', 'user', 'app'], v.scope)";

// Four probes of the primary key for each session.
const VISIBLE = statement(
  'variable.visible',
  `SELECT s.id AS "sessionId", ${columns('v')} FROM session s CROSS JOIN LATERAL (
     SELECT * FROM variable WHERE holder_id = s.id AND scope = 'session' AND platform = ''
     UNION ALL SELECT * FROM variable WHERE holder_id = s.user_id AND scope = 'platform' AND platform = s.platform
     UNION ALL SELECT * FROM variable WHERE holder_id = s.user_id AND scope = 'user' AND platform = ''
     UNION ALL SELECT * FROM variable WHERE holder_id = '00000000-0000-0000-0000-000000000000' AND scope = 'app' AND platform = ''
   ) v
   WHERE s.id = ANY($1) AND (v.expires_at IS NULL OR v.expires_at > $2)
     AND ($3::text IS NULL OR v.scope = $3) AND ($4::text IS NULL OR v.name = $4)
   ORDER BY s.id, ${NEAREST_FIRST}, v.name COLLATE "C"`,
);
const OF_USER = statement(
  'variable.of-user',
  `SELECT v.holder_id AS "userId", ${columns('v')} FROM variable v
   WHERE v.holder_id = ANY($1) AND (v.scope = 'user' OR (v.scope = 'platform' AND v.platform = $3))
     AND (v.expires_at IS NULL OR v.expires_at > $2)
   ORDER BY v.holder_id, ${NEAREST_FIRST}, v.name COLLATE "C"`,
);
const OF_APP = statement(
  'variable.of-app',
  `SELECT ${columns('v')} FROM variable v
   WHERE v.holder_id = '00000000-0000-0000-0000-000000000000' AND v.scope = 'app' AND (v.expires_at IS NULL OR v.expires_at > $1)
   ORDER BY v.name COLLATE "C"`,
);

/** What of a session's variables is asked for; null for any. */
export interface VisibleArgs {
  readonly scope: VariableScope | null;
  readonly name: string | null;
}

export class VariableReadService {
  constructor(private readonly changes: Changes) {}

  /** What can be seen from each session: nearest scope first, then by name; hidden ones are left out. */
  async visible(
    _call: Call,
    sessionIds: readonly string[],
    { scope, name }: VisibleArgs,
  ): Promise<(VariableRecord & { readonly sessionId: string })[]> {
    const values = [sessionIds, this.changes.clock.now(), scope, name];
    const rows = await query<VariableRecord & { sessionId: string }>(this.changes.em, VISIBLE, values);
    const seen = new Set<string>();
    return rows.filter((row) => {
      const key = `${row.sessionId} ${row.name}`;
      return !seen.has(key) && seen.add(key);
    });
  }

  /** Each user's own variables, behind those of one platform where one is named. */
  ofUsers(
    _call: Call,
    userIds: readonly string[],
    platform: string | null,
  ): Promise<(VariableRecord & { readonly userId: string })[]> {
    return query(this.changes.em, OF_USER, [userIds, this.changes.clock.now(), platform]);
  }

  /** The app's variables, by name. */
  ofApp(_call: Call): Promise<VariableRecord[]> {
    return query<VariableRecord>(this.changes.em, OF_APP, [this.changes.clock.now()]);
  }
}
