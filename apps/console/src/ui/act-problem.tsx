import type { ReactNode } from 'react';
import type { Problem } from '../lib/problem';
import classes from './act-problem.module.css';
import { CopyText } from './copy-text';

/** Why something was not done, beside the button that should have done it. */
export function ActProblem({ problem }: { readonly problem: Problem }): ReactNode {
  return (
    <div className={classes.problem} role="alert">
      <p className={classes.message}>{problem.message}</p>
      {problem.requestId !== null && (
        <p className={classes.request}>
          Request <CopyText text={problem.requestId} label="request id" />
        </p>
      )}
    </div>
  );
}
