/** `1,204`. */
export function count(value: number): string {
  return new Intl.NumberFormat('en-GB').format(value);
}

/** `1 session`, `2 sessions`, `0 sessions`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `IN_PROGRESS` → `In progress`. */
export function sentenceCase(name: string): string {
  const words = name.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** The first 8 characters of an id: enough to tell two apart by eye, never enough to look one up. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** The first letter or sign of a name as a reader sees it: an emoji of several code points counts as one. */
export function initial(name: string): string {
  const [first] = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(name.trim().replace(/^[@#]+/, ''));
  return first?.segment.toLocaleUpperCase('en') ?? '?';
}

interface Named {
  readonly id: string;
  readonly displayName?: string | null;
  readonly identities: readonly {
    readonly externalId: string;
    readonly displayName?: string | null;
    readonly primary: boolean;
  }[];
}

/** What to call a user: the name, else what an identity gives (the primary one first), else the short id. */
export function userName(user: Named): string {
  if (user.displayName) return user.displayName;
  const identities = user.identities.toSorted((one, other) => Number(other.primary) - Number(one.primary));
  const named = identities.find((identity) => identity.displayName);
  return named?.displayName ?? identities[0]?.externalId ?? shortId(user.id);
}
