import { writeFileSync } from 'node:fs';
import { ApiKeyScope, nameOf, OperatorRole } from '@foyer/types/enums';
import { POLICY, type Rule } from './access/policy.rules.js';

/** Writes who may do what as a table, from the one place that decides it. */
const scopesOf = ({ scopes }: Rule): string => scopes.map((scope) => nameOf(ApiKeyScope, scope)).join(', ');

const rowOf = ([act, rule]: [string, Rule]): string => {
  if (rule.open) return `| \`${act}\` | anybody | anybody | anybody |`;
  const role = rule.role === null ? '' : nameOf(OperatorRole, rule.role);
  return `| \`${act}\` | ${scopesOf(rule)} | ${rule.users ? 'their own' : ''} | ${role} |`;
};

const page = [
  '<!-- Written by `pnpm generate` from apps/api/src/access/policy.rules.ts. -->',
  '# Who may do what',
  '',
  'API keys need one of the scopes; ADMIN keys may do all that any key may. User tokens reach what is that user’s. Operators need the role, or a',
  'greater one: VIEWER < SUPPORT < OPERATOR < ADMIN. What is empty is FORBIDDEN.',
  '',
  '| operation | API keys | user tokens | operators, from |',
  '| --- | --- | --- | --- |',
  ...Object.entries(POLICY).map(rowOf),
  '',
].join('\n');

writeFileSync(new URL('../docs/policy.md', import.meta.url), page);
