// Two things side by side: short stretches of load in turn, A B B A, so that whatever else the machine does meets both.
import { median, type Asking, type Done, type Load } from './load.ts';
import { usedBetween, type Server } from './servers.ts';

export interface Side {
  readonly server: Server;
  readonly load: Load;
  readonly ask: Asking;
}

/** How long to look. */
export interface Pace {
  readonly rounds: number;
  readonly stretchMs: number;
  /** Requests on each connection beforehand: so many that both programs are compiled as well as they will ever be. */
  readonly warmTimes: number;
  /** How many ask at the same time. */
  readonly connections: number;
}

/** What one request costs. */
export interface Cost {
  /** CPU milliseconds of the server's process for 1,000 requests. */
  readonly serverMs: number;
  /** CPU milliseconds of its database connections for 1,000 requests. */
  readonly databaseMs: number;
  /** Of both. */
  readonly totalMs: number;
  /** Milliseconds from request to answer, median, with all connections busy. */
  readonly latencyMs: number;
}

export interface Comparison {
  readonly subject: Cost;
  readonly reference: Cost;
  /** Median of the rounds' own ratios, subject to reference. */
  readonly ratio: Cost;
}

export async function compare(subject: Side, reference: Side, pace: Pace): Promise<Comparison> {
  const stretch = (side: Side): Promise<Cost> =>
    costOf(side, () => side.load.runFor(pace.stretchMs, side.ask, pace.connections));
  for (const side of [subject, reference]) await side.load.runTimes(pace.warmTimes, side.ask, pace.connections);
  return inTurn(
    pace.rounds,
    () => stretch(subject),
    () => stretch(reference),
  );
}

/** Measures both in each round, now the one first, now the other. */
export async function inTurn(
  rounds: number,
  subject: () => Promise<Cost>,
  reference: () => Promise<Cost>,
): Promise<Comparison> {
  const pairs: { a: Cost; b: Cost }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const a = await subject();
      pairs.push({ a, b: await reference() });
    } else {
      const b = await reference();
      pairs.push({ a: await subject(), b });
    }
  }
  return {
    subject: eachPart((part) => median(pairs.map(({ a }) => a[part]))),
    reference: eachPart((part) => median(pairs.map(({ b }) => b[part]))),
    ratio: eachPart((part) => median(pairs.map(({ a, b }) => a[part] / b[part]))),
  };
}

const eachPart = (of: (part: keyof Cost) => number): Cost => ({
  serverMs: of('serverMs'),
  databaseMs: of('databaseMs'),
  totalMs: of('totalMs'),
  latencyMs: of('latencyMs'),
});

/** What the server and its database spend while the load runs, for each of its requests. */
export async function costOf({ server }: Pick<Side, 'server'>, run: () => Promise<Done>): Promise<Cost> {
  const before = await server.usage();
  const { requests, medianMs } = await run();
  const used = usedBetween(before, await server.usage());
  const perThousand = (nanoseconds: number): number => nanoseconds / 1e6 / (requests / 1_000);
  const [serverMs, databaseMs] = [perThousand(used.server), perThousand(used.database)];
  return { serverMs, databaseMs, totalMs: serverMs + databaseMs, latencyMs: medianMs };
}
