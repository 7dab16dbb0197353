// Fifty writers on one session at once: all that was acknowledged must be there, once, in order and without a gap.
import type pg from 'pg';
import { appendAsk, openSessions } from './conversations.ts';
import { Load } from './load.ts';
import { factFigure, type Figure } from './report.ts';
import type { Server } from './servers.ts';

const WRITERS = 50;
const EACH = 20;

interface Row {
  readonly id: string;
  readonly seq: number;
  readonly content: string;
}

export async function checkWriters({ url, database }: Server): Promise<Figure[]> {
  const load = new Load(url, { connections: WRITERS });
  const [sessionId = ''] = await openSessions(load, 1);
  const acknowledged = new Map<string, number>();
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; n < EACH; n++) {
      const answer = await load.send(appendAsk(sessionId, `${writer} ${n}`));
      const { id, seq } = (JSON.parse(answer) as { data: { addMessage: Row } }).data.addMessage;
      acknowledged.set(id, seq);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  load.close();
  return verdicts(acknowledged, await readBack(database.client, sessionId));
}

interface ReadBack {
  readonly rows: readonly Row[];
  readonly session: { readonly seq: number; readonly messages: number; readonly events: number };
}

async function readBack(client: pg.Client, sessionId: string): Promise<ReadBack> {
  const { rows } = await client.query<Row>('SELECT id, seq, content FROM message WHERE session_id = $1 ORDER BY seq', [
    sessionId,
  ]);
  const heads = await client.query<ReadBack['session']>(
    `SELECT seq, message_count AS messages, (SELECT count(*)::int FROM event e WHERE e.session_id = s.id AND e.seq <= s.seq) AS events
     FROM session s WHERE id = $1`,
    [sessionId],
  );
  return { rows, session: heads.rows[0] ?? { seq: 0, messages: 0, events: 0 } };
}

function verdicts(acknowledged: ReadonlyMap<string, number>, { rows, session }: ReadBack): Figure[] {
  const total = WRITERS * EACH;
  const kept = rows.filter(({ id, seq }) => acknowledged.get(id) === seq).length;
  // The first event is that of the session's beginning.
  const gapless = rows.every(({ seq }, at) => seq === at + 2) && session.seq === total + 1;
  const inOrder = Array.from({ length: WRITERS }, (_, writer) => ofWriter(rows, writer)).every(
    (numbers) => numbers.length === EACH && numbers.every((n, at) => n === at),
  );
  const counted = session.messages === rows.length && session.events === session.seq;
  const all = `${WRITERS} writers, ${total} messages`;
  return [
    factFigure(
      `${all}: acknowledged and there`,
      `${kept} of ${rows.length}`,
      `${total}`,
      kept === total && rows.length === total,
    ),
    factFigure(`${all}: numbers without a gap`, yesNo(gapless), 'yes', gapless),
    factFigure(`${all}: each writer's in its order`, yesNo(inOrder), 'yes', inOrder),
    factFigure(`${all}: counts and events agree`, yesNo(counted), 'yes', counted),
  ];
}

const ofWriter = (rows: readonly Row[], writer: number): number[] =>
  rows.flatMap(({ content }) => {
    const [who, n] = content.split(' ').map(Number);
    return who === writer && n !== undefined ? [n] : [];
  });

const yesNo = (holds: boolean): string => (holds ? 'yes' : 'no');
