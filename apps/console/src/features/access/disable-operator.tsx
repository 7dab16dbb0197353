'use client';

import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import type { ListedOperator } from './listed-operator';
import { useUpdateOperator } from './use-update-operator';

interface Props {
  readonly operator: ListedOperator;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function DisableOperator({ operator: { id, name, isDisabled }, isOpen, onClose }: Props): ReactNode {
  const { act, isActing, problem } = useUpdateOperator();

  async function handleConfirm(): Promise<void> {
    if ((await act({ input: { id, disabled: !isDisabled } })) !== null) onClose();
  }

  return (
    <ConfirmDialog
      title={isDisabled ? `Enable ${name}?` : `Disable ${name}?`}
      verb={isDisabled ? 'Enable' : 'Disable'}
      isDanger={!isDisabled}
      isOpen={isOpen}
      isActing={isActing}
      problem={problem}
      onConfirm={() => void handleConfirm()}
      onClose={onClose}
    >
      {isDisabled
        ? 'They can sign in again, with the password and the role that they had.'
        : 'They are signed out everywhere at once, and can no longer sign in. They can be enabled again.'}
    </ConfirmDialog>
  );
}
