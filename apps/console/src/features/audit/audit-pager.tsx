import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AuditLogQuery } from '../../lib/generated/graphql';
import { ListLink } from '../../ui/list/list-navigation';
import classes from '../../ui/list/pager.module.css';
import { auditHref, type AuditState, changeAudit } from './audit-state';

interface Props {
  readonly state: AuditState;
  readonly pageInfo: AuditLogQuery['auditLog']['pageInfo'];
  readonly rows: number;
}

/** Leads on by place and not by number: what comes in meanwhile moves nothing. */
export function AuditPager({ state, pageInfo: { hasNextPage, endCursor }, rows }: Props): ReactNode {
  const isFirst = state.after === null;
  if (isFirst && !hasNextPage) return <p className={classes.end}>{rows > 12 ? 'That is all of them.' : ''}</p>;
  return (
    <nav className={classes.pager} aria-label="Pages">
      {hasNextPage && endCursor ? (
        <ListLink href={auditHref({ ...state, after: endCursor })} className={classes.step}>
          Older <IconArrowRight size={15} stroke={1.8} aria-hidden />
        </ListLink>
      ) : (
        <span className={classes.step} aria-disabled="true">
          Older <IconArrowRight size={15} stroke={1.8} aria-hidden />
        </span>
      )}
      {!isFirst && (
        <ListLink href={auditHref(changeAudit(state, {}))} className={classes.first}>
          To the newest
        </ListLink>
      )}
    </nav>
  );
}
