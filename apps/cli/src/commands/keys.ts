import { Option, type Command } from 'commander';
import { PlainError } from '../system/plain-error.js';
import { addConnectionOptions, connect, type ConnectionOptions } from './connection.js';

interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

const FIELDS = 'id name prefix scopes lastUsedAt expiresAt revokedAt';
const LIST = `query Keys { apiKeys { ${FIELDS} } }`;
const CREATE = `mutation CreateKey($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }`;
const REVOKE = `mutation RevokeKey($id: ID!) { revokeApiKey(id: $id) { ${FIELDS} } }`;

const SCOPES = ['READ', 'WRITE', 'POINTS', 'ADMIN'];

interface NewKey extends ConnectionOptions {
  readonly scope: readonly string[];
  readonly expires?: string;
}

export function registerKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('Lists, makes and revokes API keys. Needs a key with the scope ADMIN.');
  addConnectionOptions(keys.command('list').description('Lists all keys, newest first.')).action(
    async (options: ConnectionOptions) => {
      const { apiKeys } = await connect(options).query<{ apiKeys: ApiKey[] }>(LIST);
      say(tabulate(apiKeys));
    },
  );
  addConnectionOptions(
    keys
      .command('create <name>')
      .description('Makes a key and prints its secret, which is shown this once.')
      .addOption(new Option('--scope <scopes...>', 'what it may do').choices(SCOPES).makeOptionMandatory())
      .option('--expires <time>', 'when it stops working, such as 2030-12-31; never unless given'),
  ).action(async (name: string, { scope, expires, ...options }: NewKey) => {
    const input = { name, scopes: scope, expiresAt: expires === undefined ? null : instantOf(expires) };
    const { createApiKey } = await connect(options).mutate<{ createApiKey: { secret: string } }>(CREATE, { input });
    say(createApiKey.secret);
  });
  addConnectionOptions(keys.command('revoke <id>').description('Revokes a key for good.')).action(
    async (id: string, options: ConnectionOptions) => {
      const { revokeApiKey } = await connect(options).mutate<{ revokeApiKey: ApiKey }>(
        REVOKE,
        { id },
        // Revoking twice is revoking once.
        { repeatable: true },
      );
      say(tabulate([revokeApiKey]));
    },
  );
}

function instantOf(text: string): string {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw new PlainError(`"${text}" is no time; it looks like 2030-12-31.`);
  return instant.toISOString();
}

/** One line a key, the columns under each other. */
function tabulate(keys: readonly ApiKey[]): string {
  const rows = keys.map((key) => [key.id, `${key.prefix}…`, key.name, key.scopes.join('+'), stateOf(key)]);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function stateOf({ revokedAt, expiresAt, lastUsedAt }: ApiKey): string {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  const used = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt}`;
  return expiresAt === null ? used : `${used}, expires ${expiresAt}`;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
