import type { ReactNode } from 'react';
import { ListLink } from '../../ui/list/list-navigation';
import { auditHref, type AuditState, changeAudit, EMPTY_AUDIT_STATE } from './audit-state';
import classes from './audit.module.css';

/** Nothing there: what would be, or which filter stands in the way. */
export function NothingAudited({ state }: { readonly state: AuditState }): ReactNode {
  if (state.actor === null && state.action === null && state.after === null) {
    return (
      <section className={classes.nothing}>
        <h2 className={classes.title}>Nothing yet</h2>
        <p className={classes.prose}>
          Whatever an operator changes here, and whatever an app changes with an ADMIN key, appears in this list: who,
          what, when, and how it was before and after.
        </p>
      </section>
    );
  }
  return (
    <section className={classes.nothing}>
      <h2 className={classes.title}>No act matches</h2>
      <ul className={classes.drops}>
        {state.action !== null && state.actor !== null && (
          <>
            <li>
              <ListLink href={auditHref(changeAudit(state, { action: null }))}>Drop the action</ListLink>
            </li>
            <li>
              <ListLink href={auditHref(changeAudit(state, { actor: null }))}>Drop the actor</ListLink>
            </li>
          </>
        )}
        <li>
          <ListLink href={auditHref(EMPTY_AUDIT_STATE)}>Show all acts</ListLink>
        </li>
      </ul>
    </section>
  );
}
