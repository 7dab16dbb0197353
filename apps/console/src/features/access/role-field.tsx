'use client';

import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OperatorRole } from '../../lib/generated/graphql';
import { ROLES, ROLE_WORDS } from '../../lib/roles';
import classes from './access-forms.module.css';

interface Props {
  readonly chosen: OperatorRole;
  readonly error: string | null;
}

/** One of the four roles, with what each lets one do. */
export function RoleField({ chosen, error }: Props): ReactNode {
  return (
    <Radio.Group name="role" label="Role" defaultValue={chosen} error={error}>
      <div className={classes.choices}>
        {ROLES.map((role) => (
          <Radio key={role} value={role} label={ROLE_WORDS[role].word} description={ROLE_WORDS[role].may} size="sm" />
        ))}
      </div>
    </Radio.Group>
  );
}

/** What was chosen; the least where nothing was. */
export function readRole(text: string): OperatorRole {
  return ROLES.find((role) => role === text) ?? 'VIEWER';
}
