'use client';

import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import type { Problem } from '../problem';
import { readProblem } from './read-problem';

export interface Acting<Data, Variables> {
  /** Gives what was answered, or null where it failed; then `problem` says why. */
  readonly act: (variables: Variables) => Promise<Data | null>;
  /** Until it is done and the page shows it. */
  readonly isActing: boolean;
  readonly problem: Problem | null;
}

/** Changes something, and has the page drawn anew with the change in it. */
export function useAct<Data, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
): Acting<Data, Variables> {
  const router = useRouter();
  const [isRefreshing, startRefresh] = useTransition();
  const { act: actOnly, isActing, problem } = useLastAct(mutation);

  async function act(variables: Variables): Promise<Data | null> {
    const data = await actOnly(variables);
    if (data !== null) startRefresh(() => router.refresh());
    return data;
  }

  return { act, isActing: isActing || isRefreshing, problem };
}

/** As `useAct`, for what one leaves the page after. */
export function useLastAct<Data, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
): Acting<Data, Variables> {
  const client = useApolloClient();
  const [isActing, setActing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function act(variables: Variables): Promise<Data | null> {
    setActing(true);
    setProblem(null);
    try {
      // Answers may hold secrets: nothing of them is kept beyond what draws them.
      const options = { mutation, variables, fetchPolicy: 'no-cache' } as const;
      const { data } = await client.mutate<Data>(options);
      return data ?? null;
    } catch (error) {
      setProblem(readProblem(error));
      return null;
    } finally {
      setActing(false);
    }
  }

  return { act, isActing, problem };
}
