'use client';

import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLastAct } from '../../lib/api/use-act';
import { graphql } from '../../lib/generated/gql';
import { Form, type FormValues } from '../../ui/form';
import { PasswordField } from '../../ui/password-field';

const SignInMutation = graphql(`
  mutation SignIn($email: String!, $password: String!) {
    signIn(email: $email, password: $password) {
      id
    }
  }
`);

/** @param to where to go when signed in: a path of our own. */
export function SignInForm({ to }: { readonly to: string }): ReactNode {
  const { act, isActing, problem } = useLastAct(SignInMutation);
  const [isLeaving, setLeaving] = useState(false);

  async function handleSubmit(values: FormValues): Promise<void> {
    const email = values.text('email').trim().normalize('NFC');
    if ((await act({ email, password: values.text('password') })) === null) return;
    setLeaving(true);
    // Not by the router: nothing is to stay of what was drawn for somebody else.
    window.location.assign(to);
  }

  return (
    <Form
      verb="Sign in"
      isActing={isActing || isLeaving}
      problem={problem}
      onSubmit={(values) => void handleSubmit(values)}
    >
      <TextInput
        name="email"
        type="email"
        label="E-mail"
        required
        withAsterisk={false}
        autoComplete="username"
        spellCheck={false}
        autoFocus
      />
      <PasswordField name="password" label="Password" kind="current" />
    </Form>
  );
}
