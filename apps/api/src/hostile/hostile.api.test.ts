import { ERROR_CODES } from '@foyer/types/errors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../core/config.js';
import { poolUsage } from '../core/database.js';
import { createSchema } from '../schema.js';
import { captureLog } from '../testing/captured-log.js';
import { anyHeaders } from '../testing/hostile-headers.js';
import {
  anyBodies,
  damagedDocuments,
  inputsWithFaults,
  posting,
  type HttpRequest,
} from '../testing/hostile-requests.js';
import { breachesIn } from '../testing/invariants.js';
import { LEAK } from '../testing/leaks.js';
import { makeSession, say, unique } from '../testing/make.js';
import { OPERATIONS } from '../testing/operations.js';
import {
  bearer,
  makeKey,
  makeOperator,
  makePerson,
  makeToken,
  signIn,
  type Headers,
  type MadeOperator,
  type MadePerson,
} from '../testing/people.js';
import { randomRequests, type Pool, type RandomRequest } from '../testing/random-requests.js';
import { inputPlaces } from '../testing/schema-inputs.js';
import { startTestApi, TEST_KEY, type GraphQLErrorShown, type TestApi } from '../testing/test-api.js';

/** What a request may be answered with: not that something went wrong on our side, nor that we had no time. */
const OURS = new Set(['INTERNAL', 'UNAVAILABLE', 'STORAGE_FULL']);
const CODES = new Set([
  ...Object.keys(ERROR_CODES).filter((code) => !OURS.has(code)),
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** How long one request may take while many others run, in milliseconds. */
const ANSWER_MAX_MS = 10_000;
const TOGETHER = 20;
const DAMAGED = 4_000;
const BODIES = 2_000;
const HEADERS = 2_000;
const VALID = 2_500;
const FAULTY = 2_500;

/** Stand for what lives at the moment: a session, a message and a participant in it. */
const LIVING = [
  '5e551000-0000-7000-8000-000000000001',
  '3e55a6e0-0000-7000-8000-000000000002',
  'ada00000-0000-7000-8000-000000000003',
];
const NOBODY = { email: '', password: '' };

const seed = Number(process.env['FOYER_HOSTILE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const CANARY = `canary${seed.toString(36)}`;
const PASSWORD = `${CANARY} as a password`;

/** What takes secrets, with others than the right ones, or where they have no business. */
const WITH_SECRETS = [
  'mutation ($email: String!, $secret: String!) { signIn(email: $email, password: $secret) { id } }',
  'mutation ($email: String!, $secret: String!) { setUp(token: $secret, email: $email, name: "x", password: $secret) { id } }',
  'mutation ($secret: String!) { changePassword(current: $secret, next: "short") }',
  'mutation ($secret: String!) { changePassword(current: "not this one", next: $secret) }',
  'mutation ($email: String!, $secret: String!) { createOperator(input: { email: $email, name: "x", password: $secret, role: VIEWER }) { id } }',
  'mutation ($email: ID!, $secret: String!) { updateOperator(input: { id: $email, password: $secret }) { id } }',
  'mutation ($id: ID!, $secret: String!) { addMessage(input: { sessionId: $id, message: { role: USER, content: $secret, platform: "../" } }) { id } }',
  'mutation ($id: ID!, $secret: JSON!) { setVariable(input: { target: { sessionId: $id }, name: "", value: $secret }) { name } }',
];

describe('whoever means ill', () => {
  const captured = captureLog();
  const schema = createSchema(new Map());
  const asked = new Map<string, number>();
  const answered = new Map<string, number>();
  let api: TestApi;
  let user: MadePerson;
  let operators: MadeOperator[];
  let people: Headers[];
  let secrets: string[];
  let pool: Pool;
  let sent = 0;

  beforeAll(async () => {
    process.stdout.write(`hostile requests: FOYER_HOSTILE_SEED=${seed}\n`);
    const { rates } = readConfig({});
    const patient = { ...rates, badCredentialsPerMinute: 1_000_000, tokenRequestsPerMinute: 1_000_000 };
    api = await startTestApi({ log: captured.log, config: { rates: patient } });
    user = await makePerson(api);
    operators = [await makeOperator(api, 'ADMIN', { password: PASSWORD }), await makeOperator(api, 'SUPPORT')];
    const [write, read] = [await makeKey(api, ['WRITE'], { name: CANARY }), await makeKey(api, ['READ'])];
    const token = await makeToken(api, user.id);
    people = [{}, bearer(TEST_KEY), write.headers, read.headers, bearer(token)];
    secrets = [TEST_KEY, write.secret, read.secret, token, ...operators.map(({ password }) => password)];
    pool = {
      ID: [...LIVING, ...LIVING, user.id, operators[1]?.id, read.id],
      String: ['telegram', 'default', 'a', 'b', 'text', operators[0]?.email],
      Int: [0, 1, 2, 25, 100, 60],
      Float: [0, 0.5, 1, -1],
      JSON: [{}, { a: 1 }, { [CANARY]: CANARY }, 1, CANARY, [1], null],
      DateTime: ['2026-01-31T12:00:00Z', '2999-01-01T00:00:00Z'],
    };
    await comeIn();
    await furnish();
  }, 30_000);
  afterAll(() => api.stop());

  /** Signs the operators in, where somebody signed them out, disabled them, or gave them another password or role. */
  async function comeIn(): Promise<void> {
    for (const [at, operator] of operators.entries()) {
      if ((await api.as(people[5 + at] ?? {}).send('{ viewer { id } }')).status === 200) continue;
      const role = at === 0 ? 'ADMIN' : 'SUPPORT';
      const input = { id: operator.id, password: operator.password, role, disabled: false };
      await api.ok('mutation ($input: UpdateOperatorInput!) { updateOperator(input: $input) { id } }', { input });
      const { cookie } = await signIn(api, operator, { address: `10.9.9.${at}` });
      people[5 + at] = { cookie };
      secrets.push(cookie.split('=')[1] ?? '');
    }
  }

  /** What stands in the place of each of LIVING at the moment. */
  const alive = new Map<string, string>();

  /** Makes new things for those that somebody deleted, ended or took apart. */
  async function furnish(): Promise<void> {
    const { id } = await makeSession(api, { user: { id: user.id }, key: unique('key') });
    const message = await say(api, id, `${CANARY} as a message`, { externalId: 'first' });
    const { joinSession } = await api.ok(
      'mutation ($id: ID!) { joinSession(input: { sessionId: $id, kind: HUMAN, name: "Ada" }) { id } }',
      { id },
    );
    for (const [at, one] of [id, message['id'], joinSession.id].entries()) alive.set(LIVING[at] ?? '', one as string);
  }

  const furnished = (payload: Buffer): Buffer => {
    let text = payload.toString('latin1');
    for (const [standIn, id] of alive) text = text.replaceAll(standIn, id);
    return Buffer.from(text, 'latin1');
  };

  const anyone = (): fc.Arbitrary<number> => fc.nat(6);

  /** Sends it, and expects an answer in time that is no fault of ours and tells nothing that is ours. */
  async function expectAnswer({ method, url, headers, payload }: HttpRequest, who: Headers): Promise<void> {
    sent++;
    const body = payload ? { payload: furnished(payload) } : {};
    const answering = api.app.http.inject({ method, url, headers: { ...who, ...headers }, ...body });
    const answer = await Promise.race([answering, tooLate()]);
    const told = `${method} ${url} ${JSON.stringify({ ...who, ...headers })}\n${payload?.toString()}`;
    if (answer === null) throw new Error(`no answer in ${ANSWER_MAX_MS} ms: ${told}`);
    const { statusCode, body: text } = answer;
    expect(statusCode, `${told}\n${text}`).toBeLessThan(500);
    const errors = errorsIn(text, String(answer.headers['content-type'] ?? ''));
    for (const { extensions } of errors) answered.set(extensions.code, (answered.get(extensions.code) ?? 0) + 1);
    if (errors.length === 0) answered.set('OK', (answered.get('OK') ?? 0) + 1);
    expect(
      errors.filter(({ extensions }) => !CODES.has(extensions.code)),
      told,
    ).toEqual([]);
    const shown = JSON.stringify(errors);
    expect(shown, told).not.toMatch(LEAK);
    for (const secret of [...secrets, CANARY]) expect(shown, told).not.toContain(secret);
  }

  /** As many requests as are asked for, some at the same time, as different people. */
  const expectAnswers = (requests: fc.Arbitrary<HttpRequest>, count: number): Promise<void> =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(requests, anyone()), { minLength: TOGETHER, maxLength: TOGETHER, size: 'max' }),
        async (batch) => {
          await furnish();
          await comeIn();
          await Promise.all(batch.map(([request, who]) => expectAnswer(request, people[who] ?? {})));
        },
      ),
      // What fails depends on all that was before: smaller requests on their own would say nothing.
      { numRuns: Math.ceil(count / TOGETHER), seed, endOnFailure: true },
    );

  it('X1: is answered without a fault whatever document they send', async () => {
    const documents = Object.values(OPERATIONS).map(({ document }) => document);
    const random = fc.sample(randomRequests(schema, pool), { numRuns: 200, seed });
    const input = { id: LIVING[0], sessionId: LIVING[0], message: { role: 'USER', content: CANARY } };
    const variables = [...random.map((request) => request.variables), { input, id: input.id, name: CANARY }];
    await expectAnswers(damagedDocuments([...documents, ...random.map(({ query }) => query)], variables), DAMAGED);
  }, 60_000);

  it('X1: is answered without a fault whatever bytes they send', async () => {
    const input = { sessionId: LIVING[0], message: { role: 'USER', content: `é👋 ${CANARY}`, metadata: { n: 1.5e3 } } };
    const query = 'mutation ($input: AddMessageInput!) { addMessage(input: $input) { id content } } # "';
    await expectAnswers(anyBodies(Buffer.from(JSON.stringify({ query, variables: { input } }))), BODIES);
  }, 60_000);

  it('X1 X4: is answered without a fault whoever they say they are, in whatever headers', async () => {
    const request: RandomRequest = {
      query: 'mutation ($id: ID!) { touchSession(id: $id) { id } }',
      variables: { id: LIVING[0] },
    };
    await expectAnswers(anyHeaders(secrets, request), HEADERS);
  }, 60_000);

  it('X1 X3 X4: is answered without a fault whatever they ask of any operation', async () => {
    const requests = randomRequests(schema, pool).map((request) => {
      for (const [, name = ''] of request.query.matchAll(/\ba\d: (\w+)/g)) asked.set(name, (asked.get(name) ?? 0) + 1);
      return posting(request);
    });
    const secretive = fc
      .tuple(
        fc.constantFrom(...WITH_SECRETS),
        fc.constantFrom(operators[0]?.email, 'nobody@example.org', 'no address', ''),
      )
      .map(([query, email]) => posting({ query, variables: { email, secret: PASSWORD, id: LIVING[0] } }));
    await expectAnswers(fc.oneof({ weight: 30, arbitrary: requests }, { weight: 1, arbitrary: secretive }), VALID);
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
      Object.keys(root?.getFields() ?? {}),
    );
    expect(roots.filter((name) => !asked.has(name))).toEqual([]);
  }, 60_000);

  it('X1 X3 V4: is answered without a fault whatever stands in one place of what would be good', async () => {
    const [sessionId, messageId, participantId] = LIVING;
    const names = { sessionId, messageId, participantId, userId: user.id, platform: 'telegram', key: 'default' };
    await expectAnswers(inputsWithFaults(inputPlaces(schema), names, pool), FAULTY);
  }, 60_000);

  it('has asked more than ten thousand times, in vain and with success', () => {
    expect(sent).toBeGreaterThanOrEqual(10_000);
    expect([...answered.keys()]).toEqual(
      expect.arrayContaining([
        'OK',
        'BAD_USER_INPUT',
        'UNAUTHENTICATED',
        'FORBIDDEN',
        'NOT_FOUND',
        'SESSION_ENDED',
        'GRAPHQL_PARSE_FAILED',
      ]),
    );
  });

  it('E2 X5: leaves nothing half written', async () => {
    expect(await breachesIn(api)).toEqual({});
  });

  it('X1: finds no password, key, token or text of others in the log', () => {
    const log = captured.text();
    for (const secret of [...secrets, CANARY]) expect(log).not.toContain(secret);
    expect(captured.lines(50)).toEqual([]);
  });

  it('leaves a server that is well', async () => {
    expect((await api.app.http.inject('/readyz')).statusCode).toBe(200);
    const { total, idle, waiting } = poolUsage(api.dataSource);
    expect({ busy: total - idle, waiting }).toEqual({ busy: 0, waiting: 0 });
    const session = await makeSession(api);
    const { id } = await say(api, session.id, 'still here');
    const { session: read } = await api.ok(
      'query ($id: ID) { session(id: $id) { messages { nodes { id content } } } }',
      session,
    );
    expect(read.messages.nodes).toEqual([{ id, content: 'still here' }]);
    expect(
      await api.as(await signIn(api, operators[0] ?? NOBODY, { address: '10.9.9.9' })).ok('{ viewer { role } }'),
    ).toEqual({
      viewer: { role: 'ADMIN' },
    });
  });
});

const tooLate = (): Promise<null> => new Promise((resolve) => setTimeout(resolve, ANSWER_MAX_MS, null).unref());

function errorsIn(body: string, type: string): readonly GraphQLErrorShown[] {
  if (!type.includes('json') || body === '') return [];
  const { errors } = JSON.parse(body) as { errors?: readonly GraphQLErrorShown[] };
  return errors ?? [];
}
