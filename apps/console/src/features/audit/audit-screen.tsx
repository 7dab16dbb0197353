import type { ReactNode } from 'react';
import { counted } from '../../lib/format/text';
import type { AuditLogQuery } from '../../lib/generated/graphql';
import { ListNavigationProvider, ListRegion } from '../../ui/list/list-navigation';
import { PageHead } from '../../ui/page-head';
import { ProblemPanel } from '../../ui/problem-panel';
import { Refresh } from '../../ui/refresh';
import { AuditFilters } from './audit-filters';
import { AuditPager } from './audit-pager';
import { AuditRow } from './audit-row';
import classes from './audit.module.css';
import type { AuditState } from './audit-state';
import { loadActors, loadAudit } from './load-audit';
import { NothingAudited } from './nothing-audited';

interface Props {
  readonly state: AuditState;
  readonly now: number;
}

/** What operators and ADMIN keys have changed, whole: what the address asks for, or why it cannot be shown. */
export async function AuditScreen({ state, now }: Props): Promise<ReactNode> {
  const [answer, actors] = await Promise.all([loadAudit(state), loadActors()]);
  return (
    <ListNavigationProvider>
      <PageHead
        isLong
        title="Audit"
        state={answer.data ? stateLine(state, answer.data.auditLog.totalCount) : 'What was changed, and by whom'}
        actions={<Refresh loadedAt={now} />}
      />
      <AuditFilters state={state} actors={actors} />
      <ListRegion>
        {answer.problem ? (
          <ProblemPanel problem={answer.problem} what="the audit log" />
        ) : (
          <Page state={state} page={answer.data.auditLog} />
        )}
      </ListRegion>
    </ListNavigationProvider>
  );
}

function stateLine({ actor, action }: AuditState, total: number): string {
  return `${counted(total, 'act')}${actor === null && action === null ? ' of operators and admin keys' : ' that match'}`;
}

interface PageProps {
  readonly state: AuditState;
  readonly page: AuditLogQuery['auditLog'];
}

function Page({ state, page: { nodes, pageInfo } }: PageProps): ReactNode {
  if (nodes.length === 0) return <NothingAudited state={state} />;
  return (
    <>
      <ul className={classes.entries} aria-label="Acts">
        {nodes.map((entry) => (
          <AuditRow key={entry.id} entry={entry} />
        ))}
      </ul>
      <AuditPager state={state} pageInfo={pageInfo} rows={nodes.length} />
    </>
  );
}
