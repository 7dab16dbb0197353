'use client';

import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly name: string;
  readonly label: string;
  /** One that is in use, or one that is made up: password managers tell them apart. */
  readonly kind: 'current' | 'new';
  readonly error?: string | null;
  readonly isFirst?: boolean;
}

/** Bounds of a new password, in characters. */
const CHARS = { min: 10, max: 200 };

export function PasswordField({ name, label, kind, error = null, isFirst = false }: Props): ReactNode {
  const bounds = kind === 'new' ? { minLength: CHARS.min, maxLength: CHARS.max } : {};
  return (
    <PasswordInput
      name={name}
      label={label}
      description={kind === 'new' ? `${CHARS.min} to ${CHARS.max} characters.` : undefined}
      error={error}
      required
      withAsterisk={false}
      autoComplete={`${kind}-password`}
      data-autofocus={isFirst || undefined}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': `Show ${label.toLowerCase()}` }}
      {...bounds}
    />
  );
}
