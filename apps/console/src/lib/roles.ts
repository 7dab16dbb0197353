import type { OperatorRole } from './generated/graphql';

/** What each role is called, and what it lets one do. */
export const ROLE_WORDS: Readonly<Record<OperatorRole, { word: string; may: string }>> = {
  VIEWER: { word: 'Viewer', may: 'Sees sessions and users.' },
  SUPPORT: { word: 'Support', may: 'Also changes, pauses and ends sessions.' },
  OPERATOR: { word: 'Operator', may: 'Also deletes, works on many at once, and changes points.' },
  ADMIN: { word: 'Admin', may: 'Also manages operators, API keys and settings.' },
};

/** From the least to the greatest. */
export const ROLES: readonly OperatorRole[] = ['VIEWER', 'SUPPORT', 'OPERATOR', 'ADMIN'];

/** The least role for what the console offers; the API has the last word. */
const LEAST_ROLES = {
  changeSessions: 'SUPPORT',
  deleteSessions: 'OPERATOR',
  administer: 'ADMIN',
} as const satisfies Readonly<Record<string, OperatorRole>>;

export type Act = keyof typeof LEAST_ROLES;

/** Whether to offer it to somebody of this role; nothing is offered to those whose role is not known. */
export function may(role: OperatorRole | null, act: Act): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLES[act]);
}
