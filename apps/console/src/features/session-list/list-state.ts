// The whole state of the list of sessions lives in the URL, so that a view can be sent to somebody and "back" works.
import { LIMITS } from '@foyer/types/limits';
import type { Environment, SessionFilter, SessionSort, SessionStatus } from '../../lib/generated/graphql';
import { isUuid } from '../../lib/format/text';
import { SORT_WORDS, STATUS_WORDS } from '../../lib/session-words';

/** What the address of the list says. Empty lists and null mean: not filtered by this. */
export interface ListState {
  readonly status: readonly SessionStatus[];
  readonly platform: readonly string[];
  readonly kind: readonly string[];
  readonly environment: readonly Environment[];
  /** Sessions with activity within the last … */
  readonly active: ActiveWithin | null;
  readonly user: string | null;
  readonly search: string;
  readonly sort: SessionSort;
  readonly after: string | null;
  readonly before: string | null;
}

/** The parts of the state that a chip shows and drops. */
export type FilterName = 'status' | 'platform' | 'kind' | 'environment' | 'active' | 'user' | 'search';

export const ENVIRONMENTS: readonly Environment[] = ['BROWSER', 'SERVER', 'REMOTE', 'AGENT', 'PERSONA'];

export const ACTIVE_WITHIN = {
  '1h': { word: 'last hour', seconds: 3_600 },
  '24h': { word: 'last 24 hours', seconds: 86_400 },
  '7d': { word: 'last 7 days', seconds: 604_800 },
  '30d': { word: 'last 30 days', seconds: 2_592_000 },
} as const;
export type ActiveWithin = keyof typeof ACTIVE_WITHIN;

export const EMPTY_LIST_STATE: ListState = {
  status: [],
  platform: [],
  kind: [],
  environment: [],
  active: null,
  user: null,
  search: '',
  sort: 'LAST_ACTIVITY_DESC',
  after: null,
  before: null,
};

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Kinds that can be filtered by: those without a comma, which parts them in the address. */
export const KIND_PATTERN = /^[^,\0\p{Surrogate}]{1,200}$/u;

/** Reads the address. What it does not understand it leaves out: an address is typed, shortened and sent around by people. */
export function readListState(parameters: Parameters): ListState {
  const words = (name: string): string[] => [
    ...new Set(
      [parameters[name] ?? []]
        .flat()
        .join(',')
        .split(',')
        .filter((word) => word !== ''),
    ),
  ];
  const one = (name: string): string | null => words(name)[0] ?? null;
  const text = [parameters['q'] ?? ''].flat()[0] ?? '';
  const after = one('after');
  return {
    status: words('status')
      .map((word) => word.toUpperCase())
      .filter((word) => isKeyOf(STATUS_WORDS, word)),
    platform: words('platform').filter((word) => LIMITS.platformPattern.test(word)),
    kind: words('kind').filter((word) => KIND_PATTERN.test(word)),
    environment: ENVIRONMENTS.filter((each) => words('environment').some((word) => word.toUpperCase() === each)),
    active: words('active').find((word) => isKeyOf(ACTIVE_WITHIN, word)) ?? null,
    user: words('user').find(isUuid) ?? null,
    search: cleanSearch(text),
    sort:
      words('sort')
        .map((word) => word.toUpperCase().replaceAll('-', '_'))
        .find((word) => isKeyOf(SORT_WORDS, word)) ?? 'LAST_ACTIVITY_DESC',
    after,
    before: after === null ? one('before') : null,
  };
}

// What the API would refuse whole: other forms of Unicode, and what is no text at all.
function cleanSearch(text: string): string {
  const clean = text.toWellFormed().normalize('NFC').replaceAll('\0', '');
  return [...clean].slice(0, LIMITS.searchCharsMax).join('');
}

/** The address of a state; what is as it always is stays out of it. */
export function listHref(state: ListState): string {
  const query = [
    ...list(
      'status',
      state.status.map((word) => word.toLowerCase()),
    ),
    ...list('platform', state.platform),
    ...list('kind', state.kind),
    ...list(
      'environment',
      state.environment.map((word) => word.toLowerCase()),
    ),
    ...list('active', state.active ? [state.active] : []),
    ...list('user', state.user ? [state.user] : []),
    ...list('q', state.search ? [state.search] : []),
    ...list('sort', state.sort === 'LAST_ACTIVITY_DESC' ? [] : [state.sort.toLowerCase().replaceAll('_', '-')]),
    ...list('after', state.after ? [state.after] : []),
    ...list('before', state.before ? [state.before] : []),
  ];
  return query.length === 0 ? '/sessions' : `/sessions?${query.join('&')}`;
}

// Commas stay as they are: `status=active,paused` is to be read and changed by hand.
function list(name: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`${name}=${values.map((value) => encodeURIComponent(value)).join(',')}`];
}

/** Another view of the list: always from its beginning, since a place belongs to the list it was taken from. */
export function changeList(state: ListState, change: Partial<ListState>): ListState {
  return { ...state, after: null, before: null, ...change };
}

/** The state without one of its filters. */
export function dropFilter(state: ListState, name: FilterName): ListState {
  return changeList(state, { [name]: EMPTY_LIST_STATE[name] });
}

/** The filters that are set, in the order of the chips. */
export function activeFilters(state: ListState): FilterName[] {
  const names: readonly FilterName[] = ['status', 'platform', 'kind', 'environment', 'active', 'user', 'search'];
  return names.filter((name) => (state[name] ?? '').length > 0);
}

/** A list with a value put in or, where it is there, taken out. */
export function toggle<Value>(values: readonly Value[], value: Value): readonly Value[] {
  return values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
}

/** The state as the API's filter. `now` is what "within the last hour" counts from. */
export function sessionFilter(state: ListState, now: number): SessionFilter {
  return {
    ...(state.status.length > 0 ? { status: [...state.status] } : {}),
    ...(state.platform.length > 0 ? { platform: [...state.platform] } : {}),
    ...(state.kind.length > 0 ? { kind: [...state.kind] } : {}),
    ...(state.environment.length > 0 ? { environment: [...state.environment] } : {}),
    ...(state.active ? { activeAfter: new Date(now - ACTIVE_WITHIN[state.active].seconds * 1_000).toISOString() } : {}),
    ...(state.user ? { userId: state.user } : {}),
    ...(state.search.trim() ? { search: state.search } : {}),
  };
}

function isKeyOf<Key extends string>(record: Readonly<Record<Key, unknown>>, word: string): word is Key {
  return Object.hasOwn(record, word);
}
