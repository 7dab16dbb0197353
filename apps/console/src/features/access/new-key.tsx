'use client';

import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import button from '../../ui/button.module.css';
import { Dialog } from '../../ui/dialog';
import { KeyForm } from './key-form';
import { KeySecret } from './key-secret';

export function NewKey({ now }: { readonly now: number }): ReactNode {
  const [isOpen, opening] = useDisclosure(false);
  const [secret, setSecret] = useState<string | null>(null);

  function handleClose(): void {
    opening.close();
    setSecret(null);
  }

  return (
    <>
      <button type="button" className={button.primary} onClick={opening.open}>
        <IconPlus size={15} stroke={2} aria-hidden />
        Create key
      </button>
      <Dialog
        title={secret === null ? 'Create an API key' : 'The new key'}
        isOpen={isOpen}
        isKept={secret !== null}
        onClose={handleClose}
      >
        {secret === null ? (
          <KeyForm now={now} onCreate={setSecret} />
        ) : (
          <KeySecret secret={secret} onDone={handleClose} />
        )}
      </Dialog>
    </>
  );
}
