'use client';

import type { ReactNode } from 'react';
import { fieldError, Form, type FormValues } from '../../ui/form';
import { PasswordField } from '../../ui/password-field';
import type { ListedOperator } from './listed-operator';
import { useUpdateOperator } from './use-update-operator';

interface Props {
  readonly operator: ListedOperator;
  readonly onDone: () => void;
}

/** For whoever has lost theirs. */
export function SetPassword({ operator: { id, name }, onDone }: Props): ReactNode {
  const { act, isActing, problem } = useUpdateOperator();

  async function handleSubmit(values: FormValues): Promise<void> {
    if ((await act({ input: { id, password: values.text('password') } })) !== null) onDone();
  }

  return (
    <>
      <p>
        <bdi>{name}</bdi> is signed out everywhere, and signs in with the new one from then on.
      </p>
      <Form
        verb="Set password"
        isActing={isActing}
        problem={problem}
        fields={['input.password']}
        onSubmit={(values) => void handleSubmit(values)}
      >
        <PasswordField
          name="password"
          label="New password"
          kind="new"
          error={fieldError(problem, 'input.password')}
          isFirst
        />
      </Form>
    </>
  );
}
