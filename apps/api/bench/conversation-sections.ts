// One conversation: reading and appending side by side with the plain server, appending to long and short ones, and fifty writers.
import assert from 'node:assert/strict';
import { compare, costOf, inTurn, type Comparison, type Cost, type Side } from './compare.ts';
import { appending, findLongSessions, LAST, openSessions, reading } from './conversations.ts';
import { milliseconds, ratioFigure, type Figure, type Section } from './report.ts';
import { maxOf, paceOf, withServers, type Running, type Setting } from './setting.ts';
import { checkWriters } from './writers.ts';

const READ_MAX = 1.6;
const APPEND_MAX = 2;
const DEPTH_MAX = 1.1;
const COLUMNS = ['Foyer', 'plain server'] as const;

/** Nothing arrives together, so nothing can be done together: what a request costs by itself. */
const ONE_CONNECTION = { connections: 1, rounds: 4, warmTimes: 500 };

const bothServers = ({ many }: Setting) => [
  { kind: 'api' as const, database: many },
  { kind: 'bare' as const, database: many },
];

export async function readSection(setting: Setting): Promise<Section[]> {
  const ids = await findLongSessions(setting.many.client);
  const figures = await withServers(setting, 'reads', bothServers(setting), async (api, bare) => {
    const side = { ...api, ask: reading(ids, null) };
    const rows = { ...bare, ask: reading(ids, '/read') };
    const json = { ...bare, ask: reading(ids, '/read-json') };
    await assertSameAnswers(side, rows, (session) => session);
    await assertSameAnswers(side, json, (session) => session);
    const one = paceOf(setting, ONE_CONNECTION);
    const warm = paceOf(setting, { warmTimes: 100, rounds: 4 });
    return [
      ...figuresOf('rows', await compare(side, rows, paceOf(setting)), maxOf(setting, READ_MAX)),
      ...figuresOf('rows, one connection', await compare(side, rows, one)),
      ...figuresOf('JSON made by PostgreSQL', await compare(side, json, warm)),
    ];
  });
  return [{ title: `A session with its last ${LAST} messages, 1,000 times`, columns: COLUMNS, figures }];
}

export async function appendSection(setting: Setting): Promise<Section[]> {
  const figures = await withServers(setting, 'appends', bothServers(setting), async (api, bare) => {
    const found: Figure[] = [];
    for (const keyed of [false, true]) {
      const ofApi = { sessionIds: await openSessions(api.load, 256), keyed };
      const ofBare = { sessionIds: await openSessions(api.load, 256), keyed };
      const side = { ...api, ask: appending('api', ofApi) };
      const other = { ...bare, ask: appending('bare', ofBare) };
      await assertSameAnswers(side, other, (message) => ({ ...message, id: '', createdAt: '' }));
      const name = keyed ? 'with an idempotency key' : 'without a key';
      found.push(...figuresOf(name, await compare(side, other, paceOf(setting)), maxOf(setting, APPEND_MAX)));
      if (keyed) continue;
      const one = await compare(side, other, paceOf(setting, ONE_CONNECTION));
      found.push(...figuresOf(`${name}, one connection`, one));
    }
    return found;
  });
  return [{ title: 'Appending a message, 1,000 times', columns: COLUMNS, figures }, await depthSection(setting)];
}

function figuresOf(name: string, { subject, reference, ratio }: Comparison, max?: number): Figure[] {
  const figure = (what: string, part: keyof Cost, most?: number): Figure =>
    ratioFigure(
      `${name}: ${what}`,
      { foyer: milliseconds(subject[part]), against: milliseconds(reference[part]), ratio: ratio[part] },
      most,
    );
  return [
    figure('CPU of the server', 'serverMs', max),
    figure('CPU of PostgreSQL', 'databaseMs'),
    figure('time', 'latencyMs'),
  ];
}

/** What is compared must do the same: both answers, apart from what `alike` makes alike, are the same JSON. */
async function assertSameAnswers(
  a: Side,
  b: Side,
  alike: (answered: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const answers = [];
  for (const { load, ask } of [a, b]) {
    const { data } = JSON.parse(await load.send(ask(0, 0))) as { data: Record<string, Record<string, unknown>> };
    answers.push(Object.entries(data).map(([field, answered]) => [field, alike(answered)]));
  }
  assert.deepEqual(answers[0], answers[1]);
}

/** What an append costs in a session that has ten thousand messages, against one that has ten. */
async function depthSection(setting: Setting): Promise<Section> {
  const connections = 16;
  const { rounds, times, long } = setting.quick
    ? { rounds: 2, times: 10, long: 1_000 }
    : { rounds: 12, times: 40, long: 10_000 };
  const api = [{ kind: 'api' as const, database: setting.many }];
  const comparison = await withServers(setting, 'depth', api, async (running) => {
    const stretch = (sessionIds: readonly string[]): Promise<Cost> => {
      const ask = appending('api', { sessionIds, connections });
      return costOf(running, () => running.load.runTimes(times, ask, connections));
    };
    const longOnes = await openSessions(running.load, connections, long - (rounds * times) / 2);
    const shortOnes: string[][] = [];
    for (let n = 0; n <= rounds; n++) shortOnes.push(await openSessions(running.load, connections, 9));
    await warm(running, shortOnes.pop() ?? []);
    return inTurn(
      rounds,
      () => stretch(longOnes),
      () => stretch(shortOnes.pop() ?? []),
    );
  });
  const { subject, reference, ratio } = comparison;
  const figure = (what: string, part: keyof Cost, max?: number): Figure =>
    ratioFigure(
      what,
      { foyer: milliseconds(subject[part]), against: milliseconds(reference[part]), ratio: ratio[part] },
      max,
    );
  return {
    title: 'Appending to long and short sessions, 1,000 times',
    columns: [`message ${long}`, 'message 10'],
    figures: [figure('CPU, API and PostgreSQL', 'totalMs', maxOf(setting, DEPTH_MAX)), figure('time', 'latencyMs')],
  };
}

const warm = ({ load }: Running, sessionIds: readonly string[]): Promise<unknown> =>
  load.runFor(2_000, appending('api', { sessionIds, connections: 16 }), 16);

export async function writerSection(setting: Setting): Promise<Section[]> {
  const api = [{ kind: 'api' as const, database: setting.many }];
  const figures = await withServers(setting, 'writers', api, ({ server }) => checkWriters(server));
  return [{ title: 'Many writers on one session', columns: ['', ''], figures }];
}
