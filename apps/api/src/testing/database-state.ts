import type { TestApi } from './test-api.js';

/** A text that is another one as soon as any row of any table is. */
export async function fingerprintOf(api: TestApi): Promise<string> {
  const tables = await api.rows(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const sums = tables.map(
    ({ name }) => `(SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM ${name} t)`,
  );
  const [row] = await api.rows(`SELECT concat_ws(' ', ${sums.join(', ')}) AS sum`);
  return String(row?.['sum']);
}

/** Every row of every table as text, with bytes in hexadecimal digits. */
export async function dumpOf(api: TestApi): Promise<string> {
  const tables = await api.rows("SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'");
  const dumps = await Promise.all(
    tables.map(({ name }) => api.rows(`SELECT coalesce(string_agg(t::text, E'\\n'), '') AS text FROM ${name} t`)),
  );
  return dumps.map(([row]) => String(row?.['text'])).join('\n');
}
