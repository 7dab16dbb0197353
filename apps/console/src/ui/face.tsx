import type { ReactNode } from 'react';
import { initial } from '../lib/format/text';
import classes from './face.module.css';

interface Props {
  readonly name: string;
  readonly kind: 'HUMAN' | 'AI' | 'PERSONA';
}

/** Who it is by first letter, and what they are by shape: people round, machines square, personas six-sided. */
export function Face({ name, kind }: Props): ReactNode {
  return (
    <span className={classes.face} data-kind={kind} title={KIND_WORDS[kind]}>
      <span aria-hidden>{initial(name)}</span>
      <span className="visually-hidden">{KIND_WORDS[kind]}</span>
    </span>
  );
}

const KIND_WORDS = { HUMAN: 'human', AI: 'AI', PERSONA: 'persona' } as const;
