'use client';

import { useMounted } from '@mantine/hooks';
import type { ReactNode, SubmitEvent } from 'react';
import type { Problem } from '../lib/problem';
import { ActProblem } from './act-problem';
import button from './button.module.css';
import classes from './form.module.css';

interface Props {
  /** What the button says. */
  readonly verb: string;
  readonly isActing: boolean;
  readonly problem: Problem | null;
  /** Inputs that show a problem of their own beside themselves, as the API names them. */
  readonly fields?: readonly string[];
  readonly onSubmit: (values: FormValues) => void;
  /** Beside the button. */
  readonly beside?: ReactNode;
  readonly isDanger?: boolean;
  readonly isReady?: boolean;
  readonly children?: ReactNode;
}

/** Inputs, what is wrong with them, and the button. */
export function Form(props: Props): ReactNode {
  const { verb, isActing, problem, fields = [], onSubmit, beside, isDanger = false, isReady = true, children } = props;
  // Sent by the browser itself, before the page's script is there, the inputs would go nowhere.
  const isMounted = useMounted();
  const isShownBeside = problem?.field !== undefined && problem.field !== null && fields.includes(problem.field);

  function handleSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!isActing) onSubmit(new FormValues(new FormData(event.currentTarget)));
  }

  return (
    // Should it be sent by the browser after all: passwords do not belong in the address.
    <form method="post" className={classes.form} onSubmit={handleSubmit}>
      {children}
      {problem !== null && !isShownBeside && <ActProblem problem={problem} />}
      <div className={classes.actions}>
        <button
          type="submit"
          className={isDanger ? button.danger : button.primary}
          disabled={!isMounted || !isReady || isActing}
          aria-busy={isActing}
        >
          {verb}
        </button>
        {beside}
      </div>
    </form>
  );
}

/** What was entered, by the names of the inputs. */
export class FormValues {
  readonly #data: FormData;

  constructor(data: FormData) {
    this.#data = data;
  }

  /** A text; empty where there is none. */
  text(name: string): string {
    const value = this.#data.get(name);
    return typeof value === 'string' ? value : '';
  }

  /** All that is checked under this name. */
  texts(name: string): readonly string[] {
    return this.#data.getAll(name).filter((value) => typeof value === 'string');
  }
}

/** What to say beside an input, where a problem is about it. */
export function fieldError(problem: Problem | null, field: string): string | null {
  return problem?.field === field ? problem.message : null;
}
