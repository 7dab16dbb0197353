// Fills a Foyer with everything that an export can carry, in its most awkward forms.
import type { FoyerClient, Session, User } from '@foyer/client';
import { AppVariablesDocument } from '@foyer/client/graphql';

/** Names and texts that must come back exactly as they are. */
export const HOSTILE_TEXTS = [
  '__proto__',
  'constructor',
  'toString',
  ' ',
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  'שלום עולם \u202e reversed \u202c',
  'line\nbreak\r\nand\ttab',
  'U+2028 \u2028 U+0085 \u0085 U+FEFF \ufeff',
  '"quotes" \\ {"json":1} </script> ${x} %s',
  'Ａ full width, é composed, 漢字',
] as const;

/** Values that a careless copy would change. */
const HOSTILE_VALUE: unknown = JSON.parse(
  `{"z":1,"a":2,"__proto__":{"polluted":true},"constructor":{"prototype":null},"list":[null,true,false,[],{}],
    "numbers":[0,-1,0.1,1e21,1e-7,9007199254740991,5e-324,1.7976931348623157e308],"empty":"","deep":{"b":{"a":{"10":1,"9":2}}}}`,
);

/** Far enough that no test outlives it, and to the millisecond. */
const EXPIRES_AT = '2099-12-31T23:59:59.123Z';

export async function fill(client: FoyerClient): Promise<void> {
  const users = await makeUsers(client);
  await setAppVariables(client);
  await makeCrowdedSession(client, users);
  await makeSessionsOfEveryStatus(client, users);
  await makeNeighbours(client, users);
  await makeLongSession(client);
  await untilGone(client, 'short-lived');
}

async function untilGone(client: FoyerClient, name: string): Promise<void> {
  const isThere = async () =>
    (await client.query(AppVariablesDocument, {})).appVariables.some((one) => one.name === name);
  while (await isThere()) await new Promise((resolve) => setTimeout(resolve, 100));
}

interface Users {
  readonly known: User;
  readonly nameless: User;
}

async function makeUsers(client: FoyerClient): Promise<Users> {
  const known = await client.upsertUser({ displayName: HOSTILE_TEXTS[4], metadata: HOSTILE_VALUE });
  const link = { userId: known.id, platform: 'telegram' };
  await client.linkIdentity({ ...link, externalId: '__proto__', verified: true });
  await client.linkIdentity({ ...link, externalId: '42', displayName: HOSTILE_TEXTS[5], primary: true });
  await client.linkIdentity({ ...link, platform: 'web', externalId: ' ' });
  const user = { id: known.id };
  for (const name of HOSTILE_TEXTS)
    await client.setVariable({ target: { scope: 'USER', user }, name, value: HOSTILE_VALUE });
  await client.setVariable({ target: { scope: 'USER', user }, name: 'twice', value: 1 });
  await client.setVariable({ target: { scope: 'USER', user }, name: 'twice', value: 2 });
  const view = { scope: 'PLATFORM', user, platform: 'telegram' } as const;
  await client.setVariable({ target: view, name: 'theme', value: 'dark', expiresAt: EXPIRES_AT });
  await client.setVariable({ target: { ...view, platform: 'web' }, name: 'theme', value: ['light'] });
  // Somebody without any identity, and without a name.
  const nameless = await client.upsertUser({});
  await client.setVariable({ target: { scope: 'USER', user: { id: nameless.id } }, name: 'is', value: false });
  // More than one page of users, the newest of whom come first in the API's list.
  for (let number = 0; number < 105; number += 1) {
    const { id: userId } = await client.upsertUser({ displayName: `User ${number}` });
    await client.linkIdentity({ userId, platform: 'irc', externalId: `user-${number}` });
  }
  return { known, nameless };
}

async function setAppVariables(client: FoyerClient): Promise<void> {
  for (const name of HOSTILE_TEXTS) await client.setVariable({ target: { scope: 'APP' }, name, value: HOSTILE_VALUE });
  await client.setVariable({ target: { scope: 'APP' }, name: 'short-lived', value: 1, ttlSeconds: 1 });
}

async function makeCrowdedSession(client: FoyerClient, { known, nameless }: Users): Promise<void> {
  const session = await client.createSession({
    user: { identity: { platform: 'web', externalId: ' ' } },
    // The user has no identity here, so that only this session knows of their view of the platform.
    platform: 'discord',
    key: HOSTILE_TEXTS[5],
    environment: 'AGENT',
    kind: 'roleplay',
    title: HOSTILE_TEXTS[8],
    metadata: HOSTILE_VALUE,
    idleTimeoutSeconds: 31_536_000,
    idleAction: 'END',
  });
  const sessionId = session.id;
  await client.setVariable({ target: { scope: 'PLATFORM', sessionId }, name: 'view', value: HOSTILE_VALUE });
  for (const name of HOSTILE_TEXTS.toReversed())
    await client.setVariable({ target: { sessionId }, name, value: { name } });
  await client.setVariable({ target: { sessionId }, name: 'expiring', value: 1, expiresAt: EXPIRES_AT });
  for (const notebook of ['b', 'a', HOSTILE_TEXTS[6]]) await client.addNotebook({ sessionId, notebook });
  for (const integration of ['z', HOSTILE_TEXTS[0]]) await client.addIntegration({ sessionId, integration });
  await client.setCurrentTask({
    sessionId,
    id: HOSTILE_TEXTS[0],
    description: HOSTILE_TEXTS[6],
    status: 'IN_PROGRESS',
    progress: 0.1,
    data: HOSTILE_VALUE,
    startedAt: '2026-01-02T03:04:05.006+07:00',
  });
  await talk(client, session, known, nameless);
}

async function talk(client: FoyerClient, { id: sessionId }: Session, known: User, nameless: User): Promise<void> {
  const human = await client.joinSession({ sessionId, kind: 'HUMAN', name: HOSTILE_TEXTS[4], userId: known.id });
  const gone = await client.joinSession({ sessionId, kind: 'PERSONA', name: 'Ghost', metadata: HOSTILE_VALUE });
  const twin = await client.joinSession({ sessionId, kind: 'PERSONA', name: 'Ghost', metadata: HOSTILE_VALUE });
  await client.joinSession({ sessionId, kind: 'AI', name: 'Observer', userId: nameless.id });
  const at = '2020-02-29T12:00:00.001Z';
  await client.addMessages({
    sessionId,
    messages: [
      ...HOSTILE_TEXTS.map((content) => ({ role: 'USER' as const, content, participantId: human.id })),
      { role: 'ASSISTANT', content: '', parts: [HOSTILE_VALUE], participantId: gone.id, at },
      { role: 'TOOL', content: 'same', platform: 'telegram', externalId: HOSTILE_TEXTS[0], at },
      { role: 'SYSTEM', content: 'same', metadata: HOSTILE_VALUE, at },
      { role: 'SYSTEM', content: 'same', metadata: HOSTILE_VALUE, at },
      { role: 'USER', content: 'A secret.', externalId: 'secret', participantId: twin.id, metadata: { secret: true } },
      { role: 'USER', content: 'Another secret.', at },
    ],
  });
  await client.leaveSession(gone.id);
  const page = await client.messages({ sessionId, last: 2 });
  for (const { id } of page?.nodes ?? []) await client.redactMessage({ id });
}

async function makeSessionsOfEveryStatus(client: FoyerClient, { nameless }: Users): Promise<void> {
  const user = { id: nameless.id };
  for (const reason of ['COMPLETED', 'EXPIRED', 'DISCONNECTED', 'REPLACED', 'TERMINATED'] as const) {
    // All under one key: each has to be over before the next can begin.
    const { id } = await client.createSession({ user, platform: 'web' });
    await client.addMessage({ sessionId: id, message: { role: 'USER', content: reason } });
    await client.endSession({ id, reason });
  }
  const { id } = await client.createSession({ user, platform: 'web', idleTimeoutSeconds: 0 });
  await client.addMessage({ sessionId: id, message: { role: 'USER', content: 'Later.' } });
  await client.pauseSession({ id });
  await client.createSession({ user, platform: 'web', title: 'Empty' });
}

/** Two sessions at one place that are not over: the older is active, which can only come of pausing and resuming. */
async function makeNeighbours(client: FoyerClient, { known }: Users): Promise<void> {
  const place = { user: { id: known.id }, platform: 'telegram', key: 'shared' };
  const older = await client.createSession({ ...place, title: 'Older' });
  await client.pauseSession({ id: older.id });
  const newer = await client.createSession({ ...place, title: 'Newer' });
  await client.addMessage({ sessionId: newer.id, message: { role: 'USER', content: 'In between.' } });
  await client.pauseSession({ id: newer.id });
  await client.resumeSession({ id: older.id });
}

/** More than two pages, without any ids of their own, some of them word for word the same. */
async function makeLongSession(client: FoyerClient): Promise<void> {
  const user = { identity: { platform: 'irc', externalId: 'user-7' } };
  const { id: sessionId } = await client.createSession({ user, platform: 'irc', slug: 'long' });
  const messages = Array.from({ length: 250 }, (_, index) => ({ role: 'USER' as const, content: `${index % 5} ping` }));
  await client.addMessages({ sessionId, messages });
}
