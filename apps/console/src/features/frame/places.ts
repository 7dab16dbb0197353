import { IconApi, IconHistory, IconKey, IconMessages, type TablerIcon } from '@tabler/icons-react';
import type { OperatorRole } from '../../lib/generated/graphql';
import { may } from '../../lib/roles';

/** A place that the rail and the dock lead to. */
export interface Place {
  readonly name: string;
  readonly href: string;
  readonly icon: TablerIcon;
  readonly isElsewhere: boolean;
}

export interface Viewer {
  readonly name?: string | null;
  readonly role?: OperatorRole | null;
}

/** What decides which places there are. */
export interface Sight {
  /** The API's own page, in a tab of its own; null where there is none. */
  readonly graphiqlUrl: string | null;
  /** Whoever looks; null where it is not known. */
  readonly viewer: Promise<Viewer | null>;
}

/** The place that is there for everybody. */
export const SESSIONS: Place = { name: 'Sessions', href: '/sessions', icon: IconMessages, isElsewhere: false };

/** Every place that there is for this role. */
export function places(graphiqlUrl: string | null, role: OperatorRole | null): readonly Place[] {
  return [
    SESSIONS,
    ...(may(role, 'administer') ? ADMIN_PLACES : []),
    ...(graphiqlUrl === null ? [] : [{ name: 'GraphQL', href: graphiqlUrl, icon: IconApi, isElsewhere: true }]),
  ];
}

const ADMIN_PLACES: readonly Place[] = [
  { name: 'Access', href: '/access', icon: IconKey, isElsewhere: false },
  { name: 'Audit', href: '/audit', icon: IconHistory, isElsewhere: false },
];
