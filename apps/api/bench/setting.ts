// What the sections of the bench are given, and how each starts what it measures.
import { join } from 'node:path';
import type { Pace } from './compare.ts';
import type { Cluster, Database } from './database.ts';
import { CONNECTIONS, Load } from './load.ts';
import { API_KEY, makeAppKey, startApi, startBare, startOpenApi, type Server } from './servers.ts';

export interface Setting {
  readonly cluster: Cluster;
  /** The database with many sessions, and the one with few. */
  readonly many: Database;
  readonly few: Database;
  readonly sizes: { readonly many: number; readonly few: number };
  /** Only shows that it works. */
  readonly quick: boolean;
  /** Where CPU profiles are written; nowhere without. */
  readonly profileDir?: string | undefined;
}

/** A server with the connections to it. */
export interface Running {
  readonly server: Server;
  readonly load: Load;
}

const START = { api: startApi, open: startOpenApi, bare: startBare };

/** Starts servers of these kinds for as long as `use` takes; `section` names their profiles. */
export async function withServers<Result>(
  { profileDir }: Setting,
  section: string,
  wanted: readonly { readonly kind: keyof typeof START; readonly database: Database }[],
  use: (...running: Running[]) => Promise<Result>,
): Promise<Result> {
  const running: Running[] = [];
  try {
    for (const { kind, database } of wanted) {
      const dir = profileDir === undefined ? undefined : join(profileDir, `${section}-${kind}`);
      const server = await START[kind](database, { profileDir: dir });
      const apiKey = kind === 'api' ? await makeAppKey(server.url) : API_KEY;
      running.push({ server, load: new Load(server.url, { apiKey }) });
    }
    return await use(...running);
  } finally {
    for (const { server, load } of running) {
      load.close();
      await server.stop();
    }
  }
}

const PACE: Pace = { rounds: 10, stretchMs: 1_000, warmTimes: 400, connections: CONNECTIONS };
const QUICK = { rounds: 2, stretchMs: 150, warmTimes: 10 };

/** How long to look, at full length or quickly. */
export const paceOf = ({ quick }: Setting, pace: Partial<Pace> = {}): Pace => ({
  ...PACE,
  ...pace,
  ...(quick ? QUICK : {}),
});

/** The most that a ratio may be, where it is judged. */
export const maxOf = ({ quick }: Setting, max: number): number | undefined => (quick ? undefined : max);
