import type { DataSource } from 'typeorm';

/** What the database says of itself. */
export interface Diagnosis {
  readonly postgres: { readonly version: string; readonly encoding: string; readonly embedded: boolean };
  readonly migrations: { readonly applied: number; readonly pending: number };
  /**
   * Sessions of which the events have a gap or another number than `seq` says; none where all is well. Not looked for before the
   * migrations are applied.
   */
  readonly brokenLogs: number;
}

/** Looks at a database and holds the log against the sessions. Changes nothing. */
export async function diagnose(dataSource: DataSource, embedded: boolean): Promise<Diagnosis> {
  const one = async (text: string): Promise<Record<string, string>> =>
    ((await dataSource.query(text)) as Record<string, string>[])[0] ?? {};
  const {
    version = '',
    encoding = '',
    migrated,
  } = await one(
    `SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding,
       to_regclass('migration') AS migrated`,
  );
  const applied = migrated === null ? 0 : Number((await one('SELECT count(*) AS n FROM migration'))['n']);
  const pending = dataSource.migrations.length - applied;
  const brokenLogs = pending === 0 ? Number((await one(BROKEN_LOGS))['n']) : 0;
  return { postgres: { version, encoding, embedded }, migrations: { applied, pending }, brokenLogs };
}

const BROKEN_LOGS = `SELECT count(*) AS n FROM session s
  LEFT JOIN (
    SELECT session_id, count(*) AS n, max(seq) AS newest FROM event WHERE session_id IS NOT NULL GROUP BY 1
  ) e ON e.session_id = s.id
  WHERE coalesce(e.n, 0) <> s.seq OR coalesce(e.newest, 0) <> s.seq`;
