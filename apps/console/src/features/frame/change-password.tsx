'use client';

import { type ReactNode, useState } from 'react';
import { useAct } from '../../lib/api/use-act';
import { graphql } from '../../lib/generated/gql';
import button from '../../ui/button.module.css';
import { Dialog } from '../../ui/dialog';
import { fieldError, Form, type FormValues } from '../../ui/form';
import { PasswordField } from '../../ui/password-field';

const ChangePasswordMutation = graphql(`
  mutation ChangePassword($current: String!, $next: String!) {
    changePassword(current: $current, next: $next)
  }
`);

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Another password for whoever is signed in. */
export function ChangePassword({ isOpen, onClose }: Props): ReactNode {
  return (
    <Dialog title="Change password" isOpen={isOpen} onClose={onClose}>
      <ChangeForm onClose={onClose} />
    </Dialog>
  );
}

function ChangeForm({ onClose }: Pick<Props, 'onClose'>): ReactNode {
  const { act, isActing, problem } = useAct(ChangePasswordMutation);
  const [isDone, setDone] = useState(false);

  async function handleSubmit(values: FormValues): Promise<void> {
    if (await act({ current: values.text('current'), next: values.text('next') })) setDone(true);
  }

  if (isDone) {
    return (
      <>
        <p role="status">Your password was changed. In all other browsers you are signed out.</p>
        <div>
          <button type="button" className={button.primary} onClick={onClose}>
            Done
          </button>
        </div>
      </>
    );
  }
  return (
    <Form
      verb="Change password"
      isActing={isActing}
      problem={problem}
      fields={['current', 'next']}
      onSubmit={(values) => void handleSubmit(values)}
    >
      <PasswordField
        name="current"
        label="Current password"
        kind="current"
        error={fieldError(problem, 'current')}
        isFirst
      />
      <PasswordField name="next" label="New password" kind="new" error={fieldError(problem, 'next')} />
    </Form>
  );
}
