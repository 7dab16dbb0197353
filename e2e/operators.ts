import type { FoyerClient } from '@foyer/client';
import { randomUUID } from 'node:crypto';

export type Role = 'VIEWER' | 'SUPPORT' | 'OPERATOR' | 'ADMIN';

/** Somebody who can sign in, and how. */
export interface Operator {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** A cookie as Playwright takes it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly expires: number;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: 'Lax';
}

/** Makes operators through the public API, and signs them in without the sign-in page. */
export class Operators {
  readonly #api: FoyerClient;
  readonly #apiUrl: string;

  constructor(api: FoyerClient, apiUrl: string) {
    this.#api = api;
    this.#apiUrl = apiUrl;
  }

  /** A new one, whom no other test knows. */
  async make(role: Role): Promise<Operator> {
    const word = randomUUID().slice(0, 8);
    const operator = { email: `${word}@example.com`, name: `${role} ${word}`, password: `secret ${randomUUID()}` };
    const { createOperator } = await this.#api.mutate<{ createOperator: { id: string } }>(
      'mutation ($input: CreateOperatorInput!) { createOperator(input: $input) { id } }',
      { input: { ...operator, role } },
    );
    return { ...operator, id: createOperator.id };
  }

  async change(id: string, change: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#api.mutate('mutation ($input: UpdateOperatorInput!) { updateOperator(input: $input) { id } }', {
      input: { id, ...change },
    });
  }

  /** The cookie of a new login. */
  signIn(operator: Pick<Operator, 'email' | 'password'>): Promise<Cookie> {
    return signIn(this.#apiUrl, operator);
  }
}

/** Signs in as a browser would, and gives the cookie. */
export async function signIn(
  apiUrl: string,
  { email, password }: Pick<Operator, 'email' | 'password'>,
): Promise<Cookie> {
  const response = await fetch(`${apiUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { id } }',
      variables: { email, password },
    }),
  });
  const [line = ''] = response.headers.getSetCookie();
  const [, name, value] = /^([^=]+)=([^;]+);/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`The sign-in failed: ${await response.text()}`);
  const domain = new URL(apiUrl).hostname;
  return { name, value, domain, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' };
}
