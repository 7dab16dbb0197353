import { describe, expect, it } from 'vitest';
import {
  activeFilters,
  changeList,
  dropFilter,
  EMPTY_LIST_STATE,
  listHref,
  type ListState,
  readListState,
  sessionFilter,
  toggle,
} from './list-state';

const now = Date.parse('2026-11-20T12:00:00Z');
const user = '0192f3a1-0000-7000-8000-000000000001';
const full: ListState = {
  status: ['ACTIVE', 'PAUSED'],
  platform: ['telegram', 'kiosk-7'],
  kind: ['game'],
  environment: ['BROWSER'],
  active: '24h',
  user,
  search: 'ann, b & c?',
  sort: 'STARTED_ASC',
  after: 'b2Zmc2V0+/=',
  before: null,
};

function read(href: string): ListState {
  return readListState(Object.fromEntries(new URL(href, 'http://localhost').searchParams));
}

describe('the address of the list', () => {
  it('is short where nothing is chosen', () => {
    expect(listHref(EMPTY_LIST_STATE)).toBe('/sessions');
    expect(read('/sessions')).toEqual(EMPTY_LIST_STATE);
  });

  it('brings back every choice', () => {
    expect(read(listHref(full))).toEqual(full);
    expect(read(listHref({ ...full, after: null, before: 'x' }))).toEqual({ ...full, after: null, before: 'x' });
  });

  it('can be read and changed by hand', () => {
    expect(listHref({ ...EMPTY_LIST_STATE, status: ['ACTIVE', 'PAUSED'], sort: 'MESSAGES_DESC' })).toBe(
      '/sessions?status=active,paused&sort=messages-desc',
    );
    expect(readListState({ status: ['active', 'PAUSED'] }).status).toEqual(['ACTIVE', 'PAUSED']);
  });

  it.each([
    ['status=gone,active,active', { status: ['ACTIVE'] }],
    ['platform=../etc,Web,web', { platform: ['web'] }],
    ['kind=%00', {}],
    ['environment=mars', {}],
    ['active=9y', {}],
    ['user=me', {}],
    ['sort=sideways', {}],
    ['status=__proto__,constructor', {}],
    ['after=a&before=b', { after: 'a' }],
    ['q=%00a%CC%88', { search: 'ä' }],
  ])('leaves out what it does not understand: %s', (query, expected) => {
    expect(read(`/sessions?${query}`)).toEqual({ ...EMPTY_LIST_STATE, ...expected });
  });

  it('takes no more of a search than the API does', () => {
    expect([...readListState({ q: '🦊'.repeat(2_000) }).search]).toHaveLength(500);
    expect(() => listHref({ ...EMPTY_LIST_STATE, search: readListState({ q: 'a\uD800' }).search })).not.toThrow();
  });
});

describe('changing the list', () => {
  it('begins again at its beginning', () => {
    expect(changeList(full, { status: [] })).toEqual({ ...full, status: [], after: null });
  });

  it.each(['status', 'platform', 'kind', 'environment', 'active', 'user', 'search'] as const)(
    'drops %s alone',
    (name) => {
      const dropped = dropFilter(full, name);
      expect(activeFilters(dropped)).toEqual(activeFilters(full).filter((each) => each !== name));
      expect(dropped.sort).toBe(full.sort);
    },
  );

  it('puts a value in, and takes it out again', () => {
    expect(toggle(['a', 'b'], 'b')).toEqual(['a']);
    expect(toggle(['a'], 'b')).toEqual(['a', 'b']);
  });
});

describe('sessionFilter', () => {
  it('asks for nothing where nothing is chosen', () => {
    expect(sessionFilter({ ...EMPTY_LIST_STATE, search: '  ' }, now)).toEqual({});
  });

  it('asks for all that is chosen, counted from now', () => {
    expect(sessionFilter(full, now)).toEqual({
      status: ['ACTIVE', 'PAUSED'],
      platform: ['telegram', 'kiosk-7'],
      kind: ['game'],
      environment: ['BROWSER'],
      activeAfter: '2026-11-19T12:00:00.000Z',
      userId: user,
      search: 'ann, b & c?',
    });
  });
});
