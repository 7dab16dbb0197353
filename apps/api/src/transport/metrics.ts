import { ERROR_CODES, type ErrorCode } from '@foyer/types/errors';
import type { GraphQLFormattedError } from 'graphql';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { PoolUsage } from '../core/database.js';

/*
 * What an operator of this server watches, for Prometheus. No label holds anything that a caller chose: there are as many series as
 * there are kinds and codes.
 */

export type Edge = 'http' | 'socket';

/** An answer, or a refusal before there was an operation. */
export interface Answered {
  readonly edge: Edge;
  readonly kind: 'query' | 'mutation' | 'subscription' | 'none';
  readonly errors: readonly GraphQLFormattedError[] | undefined;
}

export interface Metrics {
  /** Counts an answer under the code of its first error. */
  countAnswer(answered: Answered): void;
  /** Counts a request that was refused before there was an operation. */
  countRefusal(edge: Edge, code: ErrorCode): void;
  /** How long an operation took, in milliseconds. */
  noteDuration(edge: Edge, ms: number): void;
  /** How many sockets are open is asked for when somebody looks. */
  watchSockets(count: () => number): void;
  /** All of it in Prometheus' text format. */
  print(): Promise<string>;
  readonly contentType: string;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Of the process, however many servers run in it. */
let processRegistry: Registry | null = null;

function ofProcess(): Registry {
  if (!processRegistry) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}

export function createMetrics(pool: () => PoolUsage): Metrics {
  const own = new Registry();
  const registers = [own];
  const count = countAnswers(own);
  const durations = new Histogram({
    name: 'foyer_operation_duration_seconds',
    help: 'Time from an operation to its answer.',
    labelNames: ['edge'],
    buckets: SECONDS,
    registers,
  });
  const durationsOf = { http: durations.labels('http'), socket: durations.labels('socket') };
  watchPool(own, pool);
  return {
    countAnswer: ({ edge, kind, errors }) => count(edge, kind, codeOf(errors)),
    countRefusal: (edge, code) => count(edge, 'none', code),
    noteDuration: (edge, ms) => durationsOf[edge].observe(ms / 1_000),
    watchSockets: (count) => void watchSockets(own, count),
    print: () => Registry.merge([ofProcess(), own]).metrics(),
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
  };
}

/** Counts in a map of its own, which is read when somebody looks: a counter would check and sort its labels for each answer. */
function countAnswers(registry: Registry): (edge: Edge, kind: Answered['kind'], code: string) => void {
  const counts = new Map<string, number>();
  const counter = new Counter({
    name: 'foyer_operations_total',
    help: 'Operations answered, and requests refused before there was one (kind none), by the code of the first error.',
    labelNames: ['edge', 'kind', 'code'],
    registers: [registry],
    collect() {
      counter.reset();
      for (const [series, count] of counts) {
        const [edge = '', kind = '', code = ''] = series.split(' ');
        counter.inc({ edge, kind, code }, count);
      }
    },
  });
  return (edge, kind, code) => {
    const series = `${edge} ${kind} ${code}`;
    counts.set(series, (counts.get(series) ?? 0) + 1);
  };
}

function watchPool(registry: Registry, pool: () => PoolUsage): Gauge {
  return new Gauge({
    name: 'foyer_database_connections',
    help: 'Connections to the database by what they do; waiting are calls that have none yet.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { total, idle, waiting } = pool();
      this.set({ state: 'busy' }, total - idle);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
}

function watchSockets(registry: Registry, count: () => number): Gauge {
  return new Gauge({
    name: 'foyer_open_sockets',
    help: 'WebSockets that are open.',
    registers: [registry],
    collect() {
      this.set(count());
    },
  });
}

/** Codes that GraphQL servers have of their own are one: no caller can make a series. */
function codeOf(errors: Answered['errors']): string {
  const first = errors?.[0];
  if (!first) return 'OK';
  const code = String(first.extensions?.['code']);
  return code in ERROR_CODES ? code : 'GRAPHQL';
}
