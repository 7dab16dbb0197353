import type { OpenDatabase } from './start.js';

/** What the database says of itself. */
export interface Diagnosis {
  readonly postgres: { readonly version: string; readonly encoding: string; readonly embedded: boolean };
  readonly migrations: { readonly applied: number; readonly ranNow: number };
  readonly counts: { readonly users: number; readonly sessions: number; readonly messages: number };
  /** Sessions of which the events have a gap or another number than `seq` says; none where all is well. */
  readonly brokenLogs: number;
}

/** Looks at a database that is open, and holds the log against the sessions. */
export async function diagnose({ dataSource, embedded, migrated }: OpenDatabase): Promise<Diagnosis> {
  const one = async (text: string): Promise<Record<string, string>> =>
    ((await dataSource.query(text)) as Record<string, string>[])[0] ?? {};
  const { version = '', encoding = '' } = await one(
    "SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding",
  );
  const applied = await one('SELECT count(*) AS n FROM migration');
  const counts = await one(
    'SELECT (SELECT count(*) FROM "user") AS users, (SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM message) AS messages',
  );
  const broken = await one(
    `SELECT count(*) AS n FROM session s
     LEFT JOIN (SELECT session_id, count(*) AS n, max(seq) AS newest FROM event WHERE session_id IS NOT NULL GROUP BY 1) e ON e.session_id = s.id
     WHERE coalesce(e.n, 0) <> s.seq OR coalesce(e.newest, 0) <> s.seq`,
  );
  return {
    postgres: { version, encoding, embedded: embedded !== null },
    migrations: { applied: Number(applied['n']), ranNow: migrated.length },
    counts: {
      users: Number(counts['users']),
      sessions: Number(counts['sessions']),
      messages: Number(counts['messages']),
    },
    brokenLogs: Number(broken['n']),
  };
}
