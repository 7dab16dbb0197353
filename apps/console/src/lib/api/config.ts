import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the API is, as this server reaches it. */
export function apiUrl(): string {
  return process.env.FOYER_API_URL || 'http://127.0.0.1:4000/graphql';
}

/** Where a person's browser finds the API's GraphiQL: another address than `apiUrl` where the console runs in a container. */
export function graphiqlUrl(): string {
  return process.env.FOYER_API_PUBLIC_URL || apiUrl();
}

/**
 * The key for the API, or null where there is none yet.
 *
 * The file is read each time: the API may make its first key after the console has started, and a changed key must not
 * need a restart.
 */
export async function apiKey(): Promise<string | null> {
  const given = process.env.FOYER_API_KEY?.trim();
  if (given) return given;
  const file = join(/* turbopackIgnore: true */ process.env.FOYER_DATA_DIR || '.foyer', 'api-key');
  const key = await readFile(file, 'utf8').catch(() => '');
  return key.trim() || null;
}
