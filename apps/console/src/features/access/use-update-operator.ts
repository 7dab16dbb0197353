'use client';

import { type Acting, useAct } from '../../lib/api/use-act';
import type { UpdateOperatorMutation, UpdateOperatorMutationVariables } from '../../lib/generated/graphql';
import { graphql } from '../../lib/generated/gql';

const UpdateOperatorDocument = graphql(`
  mutation UpdateOperator($input: UpdateOperatorInput!) {
    updateOperator(input: $input) {
      id
    }
  }
`);

/** Changes name, role, password or whether they may come in. */
export function useUpdateOperator(): Acting<UpdateOperatorMutation, UpdateOperatorMutationVariables> {
  return useAct(UpdateOperatorDocument);
}
