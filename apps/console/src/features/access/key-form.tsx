'use client';

import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAct } from '../../lib/api/use-act';
import type { ApiKeyScope } from '../../lib/generated/graphql';
import { graphql } from '../../lib/generated/gql';
import { fieldError, Form, type FormValues } from '../../ui/form';
import classes from './access-forms.module.css';

const CreateApiKeyMutation = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      secret
    }
  }
`);

const SCOPES: readonly { readonly scope: ApiKeyScope; readonly word: string; readonly may: string }[] = [
  { scope: 'READ', word: 'Read', may: 'Queries and subscribes.' },
  { scope: 'WRITE', word: 'Write', may: 'Reads, and changes users, sessions and all in them.' },
  { scope: 'POINTS', word: 'Points', may: 'Reads, and changes points.' },
  { scope: 'ADMIN', word: 'Admin', may: 'Everything, also keys and operators.' },
];

const DAY_MS = 86_400_000;
const LIFETIMES = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
];

interface Props {
  readonly now: number;
  readonly onCreate: (secret: string) => void;
}

export function KeyForm({ now, onCreate }: Props): ReactNode {
  const { act, isActing, problem } = useAct(CreateApiKeyMutation);

  async function handleSubmit(values: FormValues): Promise<void> {
    const chosen = new Set(values.texts('scopes'));
    const days = Number(values.text('days'));
    const input = {
      name: values.text('name').trim().normalize('NFC'),
      scopes: SCOPES.map(({ scope }) => scope).filter((scope) => chosen.has(scope)),
      expiresAt: days > 0 ? new Date(now + days * DAY_MS).toISOString() : null,
    };
    const created = await act({ input });
    if (created !== null) onCreate(created.createApiKey.secret);
  }

  return (
    <Form
      verb="Create key"
      isActing={isActing}
      problem={problem}
      fields={['input.name', 'input.scopes', 'input.expiresAt']}
      onSubmit={(values) => void handleSubmit(values)}
    >
      <TextInput
        name="name"
        label="Name"
        description="What it is for: the app, and where it runs."
        required
        withAsterisk={false}
        maxLength={200}
        error={fieldError(problem, 'input.name')}
        autoComplete="off"
        data-autofocus
      />
      <Checkbox.Group label="Scopes" error={fieldError(problem, 'input.scopes')}>
        <div className={classes.choices}>
          {SCOPES.map(({ scope, word, may }) => (
            <Checkbox key={scope} name="scopes" value={scope} label={word} description={may} size="sm" />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect name="days" label="Expires" data={LIFETIMES} error={fieldError(problem, 'input.expiresAt')} />
    </Form>
  );
}
