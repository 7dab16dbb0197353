'use client';

import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Problem } from '../lib/problem';
import button from './button.module.css';
import { Dialog } from './dialog';
import { Form } from './form';

interface Props {
  readonly title: string;
  /** What the button says: what happens, not "OK". */
  readonly verb: string;
  readonly isOpen: boolean;
  readonly isActing: boolean;
  readonly problem: Problem | null;
  readonly isDanger?: boolean;
  /** Has to be typed before the button works: for what can never be undone. */
  readonly word?: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What will be so afterwards. */
  readonly children: ReactNode;
}

/** Asks once. */
export function ConfirmDialog(props: Props): ReactNode {
  const { title, isOpen, onClose, children, ...rest } = props;
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <p>{children}</p>
      <Question {...rest} onClose={onClose} />
    </Dialog>
  );
}

type QuestionProps = Omit<Props, 'title' | 'isOpen' | 'children'>;

function Question({ verb, isActing, problem, isDanger = true, word, onConfirm, onClose }: QuestionProps): ReactNode {
  const [typed, setTyped] = useState('');
  return (
    <Form
      verb={verb}
      isActing={isActing}
      problem={problem}
      isDanger={isDanger}
      isReady={word === undefined || typed === word}
      onSubmit={onConfirm}
      beside={
        <button type="button" className={button.plain} onClick={onClose}>
          Leave it
        </button>
      }
    >
      {word !== undefined && (
        <TextInput
          label={
            <>
              Type <code>{word}</code> to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
      )}
    </Form>
  );
}
