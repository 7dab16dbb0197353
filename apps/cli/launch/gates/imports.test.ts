import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IMPORT_RULES, ROOMS } from './import-rules.ts';
import { checkImports } from './imports.ts';

const house = resolve(import.meta.dirname, '../../../..');
const API = 'apps/api/src';
const CONSOLE = 'apps/console/src';

/** A small house that breaks no rule; each case below adds one file that breaks one. */
const CLEAN = {
  'packages/types/src/enums.ts': 'export const Status = 1;',
  'packages/client/src/client.ts': `import { Status } from '@foyer/types/enums'; export const client = Status;`,
  [`${API}/core/errors.ts`]: 'export class DomainError extends Error {}',
  [`${API}/core/pool.ts`]: `import { connect } from 'node:net'; export const pool = connect;`,
  [`${API}/sessions/session.rules.ts`]: `import { DomainError } from '../core/errors.js'; import type { Session } from './session.entity.js'; export const refuse = (of: Session) => new DomainError(String(of));`,
  [`${API}/sessions/session.entity.ts`]: 'export class Session {}',
  [`${API}/sessions/session.graphql.ts`]: `import { Status } from '@foyer/types/enums'; export const Type = Status;`,
  [`${API}/sessions/session.service.ts`]: `import { Session } from './session.entity.js'; import { refuse } from './session.rules.js'; import { pool } from '../core/pool.js'; export const service = { Session, refuse, pool };`,
  [`${API}/sessions/session.resolver.ts`]: `import { service } from './session.service.js'; import { Type } from './session.graphql.js'; export const resolver = { service, Type };`,
  [`${API}/sessions/slug.ts`]: 'export const slug = 1;',
  [`${API}/messages/message.service.ts`]: `import { service } from '../sessions/session.service.js'; import type { Session } from '../sessions/session.entity.js'; export const messages = (of: Session) => [service, of];`,
  [`${API}/schema.ts`]: `import { resolver } from './sessions/session.resolver.js'; export const schema = [resolver];`,
  [`${API}/app.ts`]: `import { schema } from './schema.js'; import { slug } from './sessions/slug.js'; export const app = { schema, slug };`,
  [`${API}/testing/harness.ts`]: `import { app } from '../app.js'; export const harness = app;`,
  [`${API}/sessions/session.api.test.ts`]: `import { harness } from '../testing/harness.js'; import { messages } from '../messages/message.service.js'; export { harness, messages };`,
  'apps/cli/src/main.ts': `import { client } from '@foyer/client'; export const main = client;`,
  [`${CONSOLE}/ui/badge.tsx`]: 'export const badge = 1;',
  [`${CONSOLE}/features/sessions/table.tsx`]: `import { badge } from '../../ui/badge'; export const table = badge;`,
  [`${CONSOLE}/app/page.tsx`]: `import { table } from '../features/sessions/table'; export default table;`,
};

/** Rule, planted file, what it says. */
const BREACHES: readonly (readonly [rule: string, file: string, source: string])[] = [
  [
    'slices-go-left',
    `${API}/users/user.service.ts`,
    `import { service } from '../sessions/session.service.js'; export { service };`,
  ],
  [
    'slices-go-left',
    `${API}/core/clock.ts`,
    `import type { Session } from '../sessions/session.entity.js'; export type Clock = Session;`,
  ],
  [
    'slices-go-left',
    `${API}/variables/variable.service.ts`,
    `import { messages } from '../messages/message.service.js'; export { messages };`,
  ],
  ['slices-go-left', `${API}/transport/http.ts`, `import { app } from '../app.js'; export { app };`],
  ['rules-are-pure', `${API}/messages/message.rules.ts`, `import { pool } from '../core/pool.js'; export { pool };`],
  [
    'rules-are-pure',
    `${API}/messages/message.rules.ts`,
    `import { readFileSync } from 'node:fs'; export { readFileSync };`,
  ],
  [
    'rules-are-pure',
    `${API}/sessions/session.rules.ts`,
    `import { Session } from './session.entity.js'; export const make = () => new Session();`,
  ],
  [
    'services-know-no-graphql',
    `${API}/messages/other.service.ts`,
    `import { Field } from 'type-graphql'; export { Field };`,
  ],
  [
    'services-know-no-graphql',
    `${API}/messages/other.entity.ts`,
    `import { GraphQLError } from 'graphql'; export { GraphQLError };`,
  ],
  [
    'services-know-no-graphql',
    `${API}/messages/other.service.ts`,
    `import { Type } from '../sessions/session.graphql.js'; export { Type };`,
  ],
  [
    'resolvers-know-no-typeorm',
    `${API}/messages/message.resolver.ts`,
    `import { Repository } from 'typeorm'; export { Repository };`,
  ],
  [
    'resolvers-know-no-typeorm',
    `${API}/messages/message.graphql.ts`,
    `import type { Pool } from 'pg'; export type { Pool };`,
  ],
  [
    'only-public-files-cross',
    `${API}/messages/slugs.ts`,
    `import { slug } from '../sessions/slug.js'; export { slug };`,
  ],
  [
    'only-public-files-cross',
    `${API}/messages/all.ts`,
    `import { resolver } from '../sessions/session.resolver.js'; export { resolver };`,
  ],
  [
    'no-cycles',
    `${API}/sessions/session.entity.ts`,
    `import type { service } from './session.service.js'; export class Session { of?: typeof service }`,
  ],
  [
    'every-room-has-a-place',
    `${API}/utils/text.ts`,
    `import { DomainError } from '../core/errors.js'; export { DomainError };`,
  ],
  [
    'console-never-imports-api',
    `${CONSOLE}/lib/rows.ts`,
    `import type { Session } from '../../../api/src/sessions/session.entity.js'; export type { Session };`,
  ],
  ['console-never-imports-api', 'apps/cli/src/start.ts', `import { app } from '../../api/src/app.js'; export { app };`],
  ['console-never-imports-api', 'e2e/fixtures.ts', `import { app } from '@foyer/api'; export { app };`],
  ['apps-stay-apart', 'apps/cli/src/look.ts', `import { badge } from '../../console/src/ui/badge'; export { badge };`],
  [
    'types-import-nothing',
    'packages/types/src/limits.ts',
    `import { readFileSync } from 'node:fs'; export { readFileSync };`,
  ],
  [
    'client-knows-only-types',
    'packages/client/src/more.ts',
    `import { badge } from '../../../apps/console/src/ui/badge'; export { badge };`,
  ],
  [
    'nothing-imports-tests',
    `${API}/messages/fixtures.ts`,
    `import { harness } from '../testing/harness.js'; export { harness };`,
  ],
  [
    'nothing-imports-tests',
    `${API}/messages/again.ts`,
    `import { harness } from '../sessions/session.api.test.js'; export { harness };`,
  ],
  ['imports-resolve', `${API}/messages/gone.ts`, `import { gone } from './no-such-file.js'; export { gone };`],
  [
    'console-goes-one-way',
    `${CONSOLE}/features/sessions/back.tsx`,
    `import page from '../../app/page'; export const back = page;`,
  ],
  [
    'console-goes-one-way',
    `${CONSOLE}/ui/dialog.tsx`,
    `import { table } from '../features/sessions/table'; export { table };`,
  ],
  [
    'features-stay-apart',
    `${CONSOLE}/features/users/list.tsx`,
    `import { table } from '../sessions/table'; export { table };`,
  ],
];

describe('import directions', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'foyer-imports-'));
    for (const [file, source] of Object.entries(CLEAN)) plant(file, source);
    // Of the packages that the cases import one is installed; the others are known by their names alone.
    plant('node_modules/pg/package.json', JSON.stringify({ name: 'pg', main: 'index.js' }));
    plant('node_modules/pg/index.js', 'exports.Pool = class {};');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function plant(file: string, source: string): void {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), source);
  }

  it('finds nothing in a house that keeps the rules', async () => {
    const report = await checkImports(root);
    expect(report.violations).toEqual([]);
    expect(report.cruised).toBe(Object.keys(CLEAN).length);
  });

  it.each(BREACHES)('%s bites on %s', async (rule, file, source) => {
    plant(file, source);
    const { violations } = await checkImports(root);
    expect(violations).toContainEqual(expect.objectContaining({ rule, why: expect.stringMatching(/\S/) }));
  });

  it('has a planted breach for every rule', () => {
    expect(new Set(BREACHES.map(([rule]) => rule))).toEqual(new Set(IMPORT_RULES.map((rule) => rule.name)));
  });

  it('closes every room to all rooms that are not before it', async () => {
    const rooms = ROOMS.flatMap((line, level) => line.map((room) => ({ room, level })));
    for (const { room } of rooms) plant(`${API}/${room}/target.ts`, `export const ${room.replace('-', '')} = 1;`);
    for (const { room } of rooms) {
      const imports = rooms.map((to) => `import '../${to.room}/target.js';`).join('\n');
      plant(`${API}/${room}/probe.ts`, imports);
    }
    const { violations } = await checkImports(root);
    const closed = violations.filter(({ rule, from }) => rule === 'slices-go-left' && from.endsWith('/probe.ts'));
    const expected = rooms.flatMap((from) =>
      rooms.filter((to) => to.room !== from.room && to.level >= from.level).map((to) => `${from.room} → ${to.room}`),
    );
    const roomOf = (path: string): string => path.slice(`${API}/`.length).split('/')[0] ?? '';
    expect(closed.map(({ from, to }) => `${roomOf(from)} → ${roomOf(to)}`).toSorted()).toEqual(expected.toSorted());
  });
});

describe('the real tree', () => {
  it('is read whole', async () => {
    const { cruised, unseen } = await checkImports(house);
    expect(cruised).toBeGreaterThan(0);
    expect(unseen).toEqual([]);
  });
});
