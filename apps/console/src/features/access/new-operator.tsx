'use client';

import { TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAct } from '../../lib/api/use-act';
import { graphql } from '../../lib/generated/gql';
import button from '../../ui/button.module.css';
import { Dialog } from '../../ui/dialog';
import { fieldError, Form, type FormValues } from '../../ui/form';
import { PasswordField } from '../../ui/password-field';
import { readRole, RoleField } from './role-field';

const CreateOperatorMutation = graphql(`
  mutation CreateOperator($input: CreateOperatorInput!) {
    createOperator(input: $input) {
      id
    }
  }
`);

export function NewOperator(): ReactNode {
  const [isOpen, opening] = useDisclosure(false);
  return (
    <>
      <button type="button" className={button.primary} onClick={opening.open}>
        <IconPlus size={15} stroke={2} aria-hidden />
        Add operator
      </button>
      <Dialog title="Add an operator" isOpen={isOpen} onClose={opening.close}>
        <OperatorForm onDone={opening.close} />
      </Dialog>
    </>
  );
}

const FIELDS = ['input.email', 'input.name', 'input.password', 'input.role'];

function OperatorForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { act, isActing, problem } = useAct(CreateOperatorMutation);

  async function handleSubmit(values: FormValues): Promise<void> {
    const input = {
      email: values.text('email').trim().normalize('NFC'),
      name: values.text('name').trim().normalize('NFC'),
      password: values.text('password'),
      role: readRole(values.text('role')),
    };
    if ((await act({ input })) !== null) onDone();
  }

  return (
    <Form
      verb="Add operator"
      isActing={isActing}
      problem={problem}
      fields={FIELDS}
      onSubmit={(values) => void handleSubmit(values)}
    >
      <TextInput
        name="email"
        type="email"
        label="E-mail"
        description="To sign in with. Foyer sends no mail: tell them yourself."
        required
        withAsterisk={false}
        error={fieldError(problem, 'input.email')}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <TextInput
        name="name"
        label="Name"
        required
        withAsterisk={false}
        maxLength={200}
        error={fieldError(problem, 'input.name')}
        autoComplete="off"
      />
      <PasswordField name="password" label="First password" kind="new" error={fieldError(problem, 'input.password')} />
      <RoleField chosen="SUPPORT" error={fieldError(problem, 'input.role')} />
    </Form>
  );
}
