import type { ReactNode } from 'react';
import type { Problem } from '../lib/problem';
import { CopyText } from './copy-text';
import classes from './problem-panel.module.css';
import { Retry } from './retry';

interface Props {
  readonly problem: Problem;
  /** What could not be shown, as it goes on after "Could not show": "the sessions". */
  readonly what: string;
  /** Another way on, beside trying again. */
  readonly children?: ReactNode;
}

/** What happened, whether anything was changed, what to try, and the request id. */
export function ProblemPanel({ problem, what, children }: Props): ReactNode {
  return (
    <section className={classes.panel} role="alert">
      <h2 className={classes.title}>Could not show {what}</h2>
      <p>{problem.message} Nothing was changed.</p>
      <p className={classes.advice}>{ADVICE[problem.kind]}</p>
      <div className={classes.actions}>
        <Retry />
        {children}
      </div>
      <dl className={classes.facts}>
        <dt>Code</dt>
        <dd>{problem.code}</dd>
        {problem.requestId !== null && (
          <>
            <dt>Request</dt>
            <dd>
              <CopyText text={problem.requestId} label="request id" />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

const ADVICE: Readonly<Record<Problem['kind'], ReactNode>> = {
  unreachable: (
    <>
      See whether the API runs: <code>npm start</code> starts everything. Its address comes from{' '}
      <code>FOYER_API_URL</code>.
    </>
  ),
  slow: <>The API or its database may be busy. Try again in a moment, or ask for less.</>,
  forbidden: <>Your role does not allow it. An admin can change that, on the Access page.</>,
  refused: (
    <>Something in the address is not as the API expects it. Go back to the beginning, or correct the address.</>
  ),
  broken: <>Try again; if it stays, the request id finds it in the API’s log.</>,
};
