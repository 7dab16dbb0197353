'use client';

import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { fieldError, Form, type FormValues } from '../../ui/form';
import type { ListedOperator } from './listed-operator';
import { readRole, RoleField } from './role-field';
import { useUpdateOperator } from './use-update-operator';

interface Props {
  readonly operator: ListedOperator;
  readonly onDone: () => void;
}

export function ChangeOperator({ operator: { id, name, role }, onDone }: Props): ReactNode {
  const { act, isActing, problem } = useUpdateOperator();

  async function handleSubmit(values: FormValues): Promise<void> {
    const input = { id, name: values.text('name').trim().normalize('NFC'), role: readRole(values.text('role')) };
    if ((await act({ input })) !== null) onDone();
  }

  return (
    <Form
      verb="Save"
      isActing={isActing}
      problem={problem}
      fields={['input.name', 'input.role']}
      onSubmit={(values) => void handleSubmit(values)}
    >
      <TextInput
        name="name"
        label="Name"
        defaultValue={name}
        required
        withAsterisk={false}
        maxLength={200}
        error={fieldError(problem, 'input.name')}
        autoComplete="off"
        data-autofocus
      />
      <RoleField chosen={role} error={fieldError(problem, 'input.role')} />
    </Form>
  );
}
