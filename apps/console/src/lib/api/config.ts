import 'server-only';

/** Where the API is, as this server reaches it. */
export function apiUrl(): string {
  return process.env.FOYER_API_URL || 'http://127.0.0.1:4000/graphql';
}

/**
 * Where a person's browser finds the API's GraphiQL: another address than `apiUrl` where the console runs in a container.
 * Null where the API is told to have none.
 */
export function graphiqlUrl(): string | null {
  return process.env.FOYER_IDE === 'off' ? null : apiPublicUrl();
}

/** Where apps find the API. */
export function apiPublicUrl(): string {
  return process.env.FOYER_API_PUBLIC_URL || apiUrl();
}
