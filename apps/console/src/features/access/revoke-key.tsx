'use client';

import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useAct } from '../../lib/api/use-act';
import { graphql } from '../../lib/generated/gql';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import classes from './access-table.module.css';

const RevokeApiKeyMutation = graphql(`
  mutation RevokeApiKey($id: ID!) {
    revokeApiKey(id: $id) {
      id
    }
  }
`);

export function RevokeKey({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const [isOpen, opening] = useDisclosure(false);
  const { act, isActing, problem } = useAct(RevokeApiKeyMutation);

  async function handleConfirm(): Promise<void> {
    if ((await act({ id })) !== null) opening.close();
  }

  return (
    <>
      <button type="button" className={classes.revoke} onClick={opening.open} aria-label={`Revoke ${name}`}>
        Revoke
      </button>
      <ConfirmDialog
        title={`Revoke ${name}?`}
        verb="Revoke"
        isOpen={isOpen}
        isActing={isActing}
        problem={problem}
        onConfirm={() => void handleConfirm()}
        onClose={opening.close}
      >
        What uses this key stops working at once: requests are refused, and open sockets are closed within seconds. A
        revoked key never works again.
      </ConfirmDialog>
    </>
  );
}
