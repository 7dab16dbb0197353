import type { TestApi } from './test-api.js';

/*
 * Variables as clients set and read them.
 */

const FIELDS = 'name value scope version updatedAt expiresAt';

export const SET = `mutation ($input: SetVariableInput!) { setVariable(input: $input) { ${FIELDS} } }`;
export const SET_MANY = `mutation ($input: SetVariablesInput!) { setVariables(input: $input) { ${FIELDS} } }`;
export const INCREMENT = `mutation ($input: IncrementVariableInput!) { incrementVariable(input: $input) { ${FIELDS} } }`;
export const DELETE = 'mutation ($input: DeleteVariableInput!) { deleteVariable(input: $input) }';

/** What a variable looks like in an answer. */
export type ShownVariable = Record<string, any>;

export async function setVariable(api: TestApi, target: object, variable: object): Promise<ShownVariable> {
  return (await api.ok(SET, { input: { target, ...variable } }))['setVariable'] as ShownVariable;
}

export async function setVariables(
  api: TestApi,
  target: object,
  variables: readonly object[],
  more: object = {},
): Promise<ShownVariable[]> {
  return (await api.ok(SET_MANY, { input: { target, variables, ...more } }))['setVariables'] as ShownVariable[];
}

export async function increment(api: TestApi, target: object, name: string, more: object = {}): Promise<ShownVariable> {
  return (await api.ok(INCREMENT, { input: { target, name, ...more } }))['incrementVariable'] as ShownVariable;
}

export async function deleteVariable(api: TestApi, target: object, name: string, more: object = {}): Promise<boolean> {
  return (await api.ok(DELETE, { input: { target, name, ...more } }))['deleteVariable'] as boolean;
}

/** What can be seen from a session, or what it has in one scope. */
export async function variablesOf(api: TestApi, sessionId: string, scope?: string): Promise<ShownVariable[]> {
  const { session } = await api.ok(
    `query ($id: ID, $scope: VariableScope) { session(id: $id) { variables(scope: $scope) { ${FIELDS} } } }`,
    { id: sessionId, scope },
  );
  return session.variables as ShownVariable[];
}

export async function variableOf(
  api: TestApi,
  sessionId: string,
  name: string,
  scope?: string,
): Promise<ShownVariable | null> {
  const { session } = await api.ok(
    `query ($id: ID, $name: String!, $scope: VariableScope) { session(id: $id) { variable(name: $name, scope: $scope) { ${FIELDS} } } }`,
    { id: sessionId, name, scope },
  );
  return session.variable as ShownVariable | null;
}

/** A user's own variables; with those of one platform where it is named. */
export async function variablesOfUser(api: TestApi, userId: string, platform?: string): Promise<ShownVariable[]> {
  const { user } = await api.ok(
    `query ($id: ID!, $platform: String) { user(ref: { id: $id }) { variables(platform: $platform) { ${FIELDS} } } }`,
    { id: userId, platform },
  );
  return user.variables as ShownVariable[];
}

export async function appVariables(api: TestApi): Promise<ShownVariable[]> {
  return (await api.ok(`{ appVariables { ${FIELDS} } }`))['appVariables'] as ShownVariable[];
}
