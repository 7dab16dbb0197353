// How PostgreSQL carries out the lists, as it says itself while the API runs them (auto_explain).
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, Database } from './database.ts';
import type { Ask, Load } from './load.ts';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

export interface Plan {
  /** The indexes in the order in which the plan names them. */
  readonly indexes: readonly string[];
  /** A table is read whole. */
  readonly readsAll: boolean;
  /** What was found is sorted, instead of being read in order. */
  readonly sorts: boolean;
}

/** Makes connections that open from now on log the plan of everything they run. */
export async function explainAll({ name, client }: Database): Promise<void> {
  await client.query(`ALTER DATABASE ${name} SET auto_explain.log_format = 'json'`);
  await client.query(`ALTER DATABASE ${name} SET auto_explain.log_parameter_max_length = 0`);
  await client.query(`ALTER DATABASE ${name} SET auto_explain.log_min_duration = 0`);
}

export async function explainNone({ name, client }: Database): Promise<void> {
  await client.query(`ALTER DATABASE ${name} RESET auto_explain.log_min_duration`);
}

/** The plan of the list that this request reads. */
export async function planOf({ log }: Cluster, ask: Ask, load: Load): Promise<Plan> {
  const from = log.length;
  await load.send(ask);
  for (let tries = 0; tries < 100; tries++) {
    const plan = findPlan(log.slice(from));
    if (plan) return describe(plan);
    await sleep(20);
  }
  throw new Error('PostgreSQL told no plan of the list.');
}

/** The statement of a page, among whatever else runs at the same time. */
const LIST = /FROM session s JOIN session_detail d .* ORDER BY s\./;

/** JSON of several lines; each but the first begins with a tab. */
function findPlan(lines: readonly string[]): PlanNode | null {
  const text = lines.map((line) => (line.startsWith('\t') ? line : '\u0000')).join('\n');
  for (const block of text.split('\u0000')) {
    if (!LIST.test(block) || !block.trimEnd().endsWith('}')) continue;
    return (JSON.parse(block) as { Plan: PlanNode }).Plan;
  }
  return null;
}

function describe(root: PlanNode): Plan {
  const nodes = flatten(root);
  const types = nodes.map((node) => node['Node Type']);
  return {
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))],
    readsAll: types.includes('Seq Scan'),
    sorts: types.some((type) => type.endsWith('Sort')),
  };
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];
