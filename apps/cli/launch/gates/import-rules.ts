// Which way imports may go. The rooms and their order are those of apps/api/docs/architecture.md; a new room gets its
// place here before its first file. Every rule ends in the sentence that a breach is answered with.
import type { IForbiddenRuleType } from 'dependency-cruiser';

/** Rooms of the API from the lowest to the highest. Rooms of one line do not know each other. */
export const ROOMS: readonly (readonly string[])[] = [
  ['core'],
  ['access'],
  ['events'],
  ['users'],
  ['sessions'],
  ['messages', 'variables', 'context', 'points', 'assets', 'artifacts', 'presence'],
  ['games'],
  ['stats', 'jobs'],
  ['schema-links', 'entities'],
  ['schema'],
  ['transport'],
  ['app'],
  ['start'],
  ['doctor'],
  ['main', 'print-schema', 'print-policy'],
];

/** Rooms that are plain files, or that put others together: they may enter a slice by any of its files. */
const COMPOSERS = [
  'core',
  'schema-links',
  'entities',
  'schema',
  'app',
  'start',
  'doctor',
  'main',
  'print-schema',
  'print-policy',
];

const API = '^apps/api/src/';
const TEST = String.raw`(\.test\.tsx?$|\.test\.mjs$|\.spec\.ts$|/testing/)`;
const TYPES = '^packages/types/|^@foyer/types';
const slices = ROOMS.flat().filter((room) => !COMPOSERS.includes(room));

function inRooms(rooms: readonly string[]): string {
  return `${API}(${rooms.join('|')})(/|(\\.resolver)?\\.ts$)`;
}

function roomRules(): IForbiddenRuleType[] {
  return ROOMS.flatMap((rooms, level) =>
    rooms.map((room) => {
      const closed = [...rooms.filter((other) => other !== room), ...ROOMS.slice(level + 1).flat()];
      return {
        name: 'slices-go-left',
        severity: 'error' as const,
        comment:
          'A room may know only the rooms before its own: a parent that knows its child cannot be read without it.',
        from: { path: inRooms([room]), pathNot: TEST },
        to: { path: closed.length > 0 ? inRooms(closed) : '^$' },
      };
    }),
  );
}

const ENTITY = String.raw`${API}.*\.entity\.ts$`;
const PURE =
  'Rules decide and do nothing else: they know types, other rules and pure helpers of core, so that a table can test them.';

const FILE_KINDS: IForbiddenRuleType[] = [
  {
    name: 'rules-are-pure',
    severity: 'error',
    comment: PURE,
    from: { path: String.raw`${API}.*\.rules\.ts$` },
    to: { pathNot: [TYPES, `${API}core/(context|errors|json|text)\\.ts$`, String.raw`${API}.*\.rules\.ts$`, ENTITY] },
  },
  {
    name: 'rules-are-pure',
    severity: 'error',
    comment: PURE,
    from: { path: String.raw`${API}.*\.rules\.ts$` },
    to: { path: ENTITY, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'services-know-no-graphql',
    severity: 'error',
    comment:
      'Services, entities and rules are used by jobs, imports and tests as well: nothing of GraphQL enters them.',
    from: { path: String.raw`${API}.*\.(service|entity|rules)\.ts$` },
    to: {
      path: String.raw`(^|node_modules/)(graphql|type-graphql|graphql-[a-z-]+|@apollo/server)(/|$)|\.(graphql|resolver)\.ts$`,
    },
  },
  {
    name: 'resolvers-know-no-typeorm',
    severity: 'error',
    comment: 'A resolver is one line per field and calls its service: rows and SQL stay behind it.',
    from: { path: String.raw`${API}.*\.(resolver|graphql)\.ts$` },
    to: { path: String.raw`(^|node_modules/)(typeorm|pg)(/|$)` },
  },
  {
    name: 'only-public-files-cross',
    severity: 'error',
    comment:
      'Of another slice only *.service, *.entity, *.graphql and *.rules may be used: the rest is its own business.',
    from: { path: `${API}(${slices.join('|')})/`, pathNot: TEST },
    to: {
      path: `${API}(${slices.join('|')})/`,
      pathNot: [`${API}$1/`, String.raw`\.(service|entity|graphql|rules)\.ts$`, TEST],
    },
  },
];

const HOUSE: IForbiddenRuleType[] = [
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'Files that import each other in a ring can only be understood, tested and loaded all at once.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'every-room-has-a-place',
    severity: 'error',
    comment: 'A file outside the known rooms is under no rule: give its room a place in import-rules.ts.',
    from: { path: API, pathNot: [inRooms(ROOMS.flat()), TEST] },
    to: {},
  },
  {
    name: 'console-never-imports-api',
    severity: 'error',
    comment:
      'Console, CLI, client and e2e know the server through its contract alone: packages/client and packages/types.',
    from: { path: '^(apps/console|apps/cli/src|packages|e2e)/' },
    to: { path: '^apps/api/|^@foyer/api' },
  },
  {
    name: 'apps-stay-apart',
    severity: 'error',
    comment: 'Apps share code through packages/, never by reaching into each other.',
    from: { path: '^(apps/[^/]+|packages/[^/]+|e2e)/', pathNot: TEST },
    to: { path: '^apps/[^/]+/|^@foyer/(cli|console|e2e)', pathNot: ['^$1/', '^apps/api/'] },
  },
  {
    name: 'types-import-nothing',
    severity: 'error',
    comment: 'packages/types is at the bottom of everything and depends on nothing.',
    from: { path: '^packages/types/src/', pathNot: TEST },
    to: { pathNot: '^packages/types/src/' },
  },
  {
    name: 'client-knows-only-types',
    severity: 'error',
    comment: 'packages/client is made for any app: of this house it takes packages/types alone.',
    from: { path: '^packages/client/src/', pathNot: TEST },
    to: { path: '^(apps|e2e)/|^@foyer/', pathNot: TYPES },
  },
  {
    name: 'nothing-imports-tests',
    severity: 'error',
    comment: 'Tests and their support know the product, never the other way round.',
    from: { pathNot: [TEST, '^e2e/'] },
    to: { path: TEST },
  },
  {
    name: 'imports-resolve',
    severity: 'error',
    comment: 'An import that leads nowhere is seen by no rule.',
    from: { pathNot: String.raw`\.(mjs|d\.ts)$` },
    to: { couldNotResolve: true },
  },
];

const ONE_WAY = 'Pages put features together, features use ui and lib, and those know no feature and no page.';

const CONSOLE: IForbiddenRuleType[] = [
  {
    name: 'console-goes-one-way',
    severity: 'error',
    comment: ONE_WAY,
    from: { path: '^apps/console/src/(features|ui|lib)/', pathNot: TEST },
    to: { path: '^apps/console/src/app/' },
  },
  {
    name: 'console-goes-one-way',
    severity: 'error',
    comment: ONE_WAY,
    from: { path: '^apps/console/src/(ui|lib)/', pathNot: TEST },
    to: { path: '^apps/console/src/features/' },
  },
  {
    name: 'features-stay-apart',
    severity: 'error',
    comment: 'Features do not import each other: shared markup goes down to ui, composition up to the page.',
    from: { path: '^apps/console/src/features/([^/]+)/' },
    to: { path: '^apps/console/src/features/', pathNot: '^apps/console/src/features/$1/' },
  },
];

export const IMPORT_RULES: readonly IForbiddenRuleType[] = [...roomRules(), ...FILE_KINDS, ...HOUSE, ...CONSOLE];

/** The sentence that says why, by the name of the rule. */
export const REASONS = new Map(IMPORT_RULES.map((rule) => [rule.name ?? '', rule.comment ?? '']));
