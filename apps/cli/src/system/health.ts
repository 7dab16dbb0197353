const ANSWER_WITHIN_MS = 3_000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Whether the API there is the one that was started under this name, and has its database. */
export async function isHealthy(apiUrl: string, instance: string): Promise<boolean> {
  const health = await ask(`${apiUrl}/healthz`);
  return health?.headers.get('x-foyer-instance') === instance && (await isReady(apiUrl));
}

/** Whether an API there has its database. */
export async function isReady(apiUrl: string): Promise<boolean> {
  return (await ask(`${apiUrl}/readyz`))?.status === 200;
}

/** Whether a web server answers there with anything but a fault of its own. */
export async function isServing(url: string): Promise<boolean> {
  const answer = await ask(url);
  return answer !== null && answer.status < 500;
}

/** Whether the API there takes this key; null where nobody answers. */
export async function isKeyTaken(apiUrl: string, apiKey: string): Promise<boolean | null> {
  const answer = await ask(`${apiUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  return answer === null ? null : answer.status === 200;
}

/** Null where nobody answers in time. */
async function ask(url: string, init: RequestInit = {}): Promise<Answer | null> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_WITHIN_MS), ...init });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch {
    return null;
  }
}
