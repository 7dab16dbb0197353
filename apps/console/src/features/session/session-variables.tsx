import type { ReactNode } from 'react';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { seal } from '../../lib/sealed';
import { Variables } from './variables';

const SessionVariablesFragment = graphql(`
  fragment SessionVariables on Session {
    sessionVariables: variables(scope: SESSION) {
      ...SessionVariable
    }
    platformVariables: variables(scope: PLATFORM) {
      ...SessionVariable
    }
    userVariables: variables(scope: USER) {
      ...SessionVariable
    }
    appVariables: variables(scope: APP) {
      ...SessionVariable
    }
  }
`);

/** Everything that can be read here, by where it is kept; nearest first. */
export function SessionVariables({
  session,
}: {
  readonly session: FragmentType<typeof SessionVariablesFragment>;
}): ReactNode {
  const { sessionVariables, platformVariables, userVariables, appVariables } = readFragment(
    SessionVariablesFragment,
    session,
  );
  return <Variables variables={seal([...sessionVariables, ...platformVariables, ...userVariables, ...appVariables])} />;
}
