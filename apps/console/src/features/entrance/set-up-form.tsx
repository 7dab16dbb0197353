'use client';

import { TextInput } from '@mantine/core';
import Link from 'next/link';
import { type ReactNode, useEffect, useState } from 'react';
import { useLastAct } from '../../lib/api/use-act';
import { graphql } from '../../lib/generated/gql';
import { fieldError, Form, type FormValues } from '../../ui/form';
import { PasswordField } from '../../ui/password-field';
import classes from './entrance.module.css';

const SetUpMutation = graphql(`
  mutation SetUp($token: String!, $email: String!, $name: String!, $password: String!) {
    setUp(token: $token, email: $email, name: $name, password: $password) {
      id
    }
  }
`);

/** Makes the first operator with the token of the set-up link. */
export function SetUpForm(): ReactNode {
  const token = useFragment();
  const { act, isActing, problem } = useLastAct(SetUpMutation);
  const [isLeaving, setLeaving] = useState(false);

  async function handleSubmit(token: string, values: FormValues): Promise<void> {
    const [email, name] = [values.text('email'), values.text('name')].map((text) => text.trim().normalize('NFC'));
    const answer = await act({ token, email: email ?? '', name: name ?? '', password: values.text('password') });
    if (answer === null) return;
    setLeaving(true);
    window.location.assign('/');
  }

  if (token === '') return <NoToken />;
  return (
    <>
      <p className={classes.prose}>This makes you the first operator, an admin. You can add others afterwards.</p>
      <Form
        verb="Set up and sign in"
        isActing={isActing || isLeaving || token === null}
        problem={problem}
        fields={['email', 'name', 'password']}
        onSubmit={(values) => void handleSubmit(token ?? '', values)}
        beside={problem?.kind === 'forbidden' && <Link href="/sign-in">Sign in instead</Link>}
      >
        <TextInput
          name="email"
          type="email"
          label="E-mail"
          required
          withAsterisk={false}
          error={fieldError(problem, 'email')}
          autoComplete="username"
          spellCheck={false}
          autoFocus
        />
        <TextInput
          name="name"
          label="Name"
          description="As others see you in the audit log."
          required
          withAsterisk={false}
          maxLength={200}
          error={fieldError(problem, 'name')}
          autoComplete="name"
        />
        <PasswordField name="password" label="Password" kind="new" error={fieldError(problem, 'password')} />
      </Form>
    </>
  );
}

function NoToken(): ReactNode {
  return (
    <>
      <p className={classes.prose}>
        The first operator is made with the link that Foyer prints when it starts: open it whole, with what stands
        behind <code>#</code>. It works once, as long as there is no operator.
      </p>
      <p className={classes.prose}>
        There is one already? Then <Link href="/sign-in">sign in</Link>.
      </p>
    </>
  );
}

/**
 * What stood behind `#` in the address, which it is taken out of: it stays in no history, and nobody reads it over a shoulder.
 * Null until it is known; empty where there was nothing.
 */
function useFragment(): string | null {
  const [fragment, setFragment] = useState<string | null>(null);
  useEffect(() => {
    function take(): void {
      const found = window.location.hash.slice(1);
      if (found !== '') window.history.replaceState(null, '', window.location.pathname);
      setFragment((before) => found || (before ?? ''));
    }
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return fragment;
}
