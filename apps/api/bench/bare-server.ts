// What a plain server for the same work would be: node:http and pg, one prepared statement for each route. It checks the same key
// and answers the same JSON, and knows nothing else.
import { hash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const { FOYER_DATABASE_URL: connectionString, FOYER_API_KEY: apiKey = '' } = process.env;

const pool = new pg.Pool({ connectionString, application_name: 'bare', max: 16, keepAlive: true });
const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
const expected = digest(`Bearer ${apiKey}`);

interface Read {
  readonly id: string;
  readonly last: number;
}

interface Append {
  readonly sessionId: string;
  readonly role: string;
  readonly content: string;
  readonly idempotencyKey?: string;
}

// The session stands in every row; PostgreSQL sends it again with each message.
const READ_ROWS = {
  name: 'read-rows',
  text: `SELECT s.id, d.slug, s.status, d.title, s.last_activity_at, s.message_count, m.id AS message_id, m.seq, m.role, m.content, m.created_at
    FROM session s JOIN session_detail d ON d.session_id = s.id
    LEFT JOIN LATERAL (SELECT * FROM message WHERE session_id = s.id ORDER BY seq DESC LIMIT $2) m ON true
    WHERE s.id = $1 ORDER BY m.seq`,
};

async function readRows({ id, last }: Read): Promise<object> {
  const { rows } = await pool.query<Record<string, string>>({ ...READ_ROWS, values: [id, last] });
  const [head] = rows;
  if (!head) return { session: null };
  const nodes = rows.map((row) => ({
    id: row['message_id'],
    seq: row['seq'],
    role: row['role']?.toUpperCase(),
    content: row['content'],
    createdAt: row['created_at'],
  }));
  return { session: { ...headOf(head), messages: { nodes } } };
}

const headOf = (row: Record<string, string>): object => ({
  id: row['id'],
  slug: row['slug'],
  status: row['status']?.toUpperCase(),
  title: row['title'],
  lastActivityAt: row['last_activity_at'],
  messageCount: row['message_count'],
});

// The messages are put together by PostgreSQL, and come as one value.
const READ_JSON = {
  name: 'read-json',
  text: `SELECT s.id, d.slug, s.status, d.title, s.last_activity_at, s.message_count, (
      SELECT json_agg(json_build_object('id', m.id, 'seq', m.seq, 'role', upper(m.role), 'content', m.content,
        'createdAt', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY m.seq)
      FROM (SELECT * FROM message WHERE session_id = s.id ORDER BY seq DESC LIMIT $2) m
    ) AS nodes
    FROM session s JOIN session_detail d ON d.session_id = s.id WHERE s.id = $1`,
};

async function readJson({ id, last }: Read): Promise<object> {
  const { rows } = await pool.query<Record<string, string>>({ ...READ_JSON, values: [id, last] });
  const [head] = rows;
  return { session: head ? { ...headOf(head), messages: { nodes: head['nodes'] } } : null };
}

const appendText = (keyed: boolean): string =>
  `WITH head AS (
    UPDATE session SET seq = seq + 1, message_count = message_count + 1, last_activity_at = now()
    WHERE id = $1 AND status = 'active' RETURNING id, seq, user_id, platform
  ), added AS (
    INSERT INTO message (id, session_id, seq, role, content, platform, metadata, created_at)
    SELECT uuidv7(), id, seq, $2, $3, platform, '{}', now() FROM head RETURNING id, seq, role, content, created_at
  ), logged AS (
    INSERT INTO event (session_id, user_id, seq, type, platform, at, actor_kind, actor_id, actor_name, request_id, environment, stack, payload)
    SELECT head.id, user_id, head.seq, 'MESSAGE_ADDED', platform, now(), 'app', 'bare', 'default', added.id::text, 'server', '{addMessage}',
      json_build_object('messageId', added.id, 'role', upper($2)) FROM head, added
  )${
    keyed
      ? `, keyed AS (
    INSERT INTO idempotency (caller, key, operation, fingerprint, record, created_at)
    SELECT 'bare', $4, 'addMessage', $5, json_build_array(id), now() FROM added
  )`
      : ''
  }
  SELECT id, seq, role, content, created_at FROM added`;
const APPEND = { name: 'append', text: appendText(false) };
const APPEND_KEYED = { name: 'append-keyed', text: appendText(true) };

async function append(input: Append): Promise<object> {
  const { sessionId, role, content, idempotencyKey } = input;
  const values: unknown[] = [sessionId, role.toLowerCase(), content];
  if (idempotencyKey !== undefined)
    values.push(idempotencyKey, digest(`${sessionId} ${role} ${content}`).toString('base64url'));
  const statement = idempotencyKey === undefined ? APPEND : APPEND_KEYED;
  const { rows } = await pool.query<Record<string, string>>({ ...statement, values });
  const [row] = rows;
  if (!row) throw new Error('The session takes no messages.');
  return {
    addMessage: {
      id: row['id'],
      seq: row['seq'],
      role: row['role']?.toUpperCase(),
      content: row['content'],
      createdAt: row['created_at'],
    },
  };
}

const ROUTES: Readonly<Record<string, (input: never) => Promise<object>>> = {
  '/read': readRows,
  '/read-json': readJson,
  '/append': append,
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected))
    return reply(response, 401, { errors: [] });
  const route = ROUTES[request.url ?? ''];
  if (!route) return reply(response, 404, { errors: [] });
  reply(response, 200, { data: await route(JSON.parse(await bodyOf(request)) as never) });
}

const bodyOf = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('error', reject).on('end', () => resolve(text));
  });

function reply(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => reply(response, 500, { errors: [{ message: String(error) }] }));
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ ready: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);

process.on('SIGTERM', () => process.exit(0));
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0));
