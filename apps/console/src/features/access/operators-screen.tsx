import type { ReactNode } from 'react';
import { findViewer } from '../../lib/api/load-viewer';
import { count, counted } from '../../lib/format/text';
import { PageHead } from '../../ui/page-head';
import { ProblemPanel } from '../../ui/problem-panel';
import { AccessTabs } from './access-tabs';
import classes from './access-table.module.css';
import { loadOperators } from './load-access';
import { NewOperator } from './new-operator';
import { OperatorRow } from './operator-row';

/** The people who use the console. */
export async function OperatorsScreen(): Promise<ReactNode> {
  const [answer, viewer] = await Promise.all([loadOperators(), findViewer()]);
  if (answer.problem) {
    return (
      <>
        <PageHead isLong title="Access" state="Who may come in: people and apps" />
        <AccessTabs here="operators" />
        <ProblemPanel problem={answer.problem} what="the operators" />
      </>
    );
  }
  const { operators } = answer.data;
  const disabled = operators.filter(({ disabledAt }) => disabledAt !== null).length;
  return (
    <>
      <PageHead
        isLong
        title="Access"
        state={counted(operators.length, 'operator') + (disabled === 0 ? '' : `, ${count(disabled)} disabled`)}
        actions={<NewOperator />}
      />
      <AccessTabs here="operators" />
      {/* At 390 pixels the rows are no longer drawn as a table, and a table that is not drawn as one loses its roles. */}
      <table className={classes.table} role="table" aria-label="Operators">
        <thead className={classes.head} role="rowgroup">
          <tr role="row">
            <th className={classes.name} role="columnheader" scope="col">
              Operator
            </th>
            <th className={classes.short} role="columnheader" scope="col">
              Role
            </th>
            <th className={classes.time} role="columnheader" scope="col">
              Added
            </th>
            <th className={classes.time} role="columnheader" scope="col">
              Last sign-in
            </th>
            <th className={classes.actions} role="columnheader" scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {operators.map((operator) => (
            <OperatorRow key={operator.id} operator={operator} isMe={operator.id === viewer?.id} />
          ))}
        </tbody>
      </table>
    </>
  );
}
