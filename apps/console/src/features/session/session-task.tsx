import type { ReactNode } from 'react';
import { sentenceCase } from '../../lib/format/text';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { FactGroup } from '../../ui/facts';
import { JsonView } from '../../ui/json-view/json-view';
import { When } from '../../ui/when';
import classes from './session-task.module.css';

const SessionTaskFragment = graphql(`
  fragment SessionTask on Session {
    currentTask {
      id
      description
      status
      progress
      data
      startedAt
      completedAt
    }
  }
`);

/** What the session is busy with, and how far it is. */
export function SessionTask({ session }: { readonly session: FragmentType<typeof SessionTaskFragment> }): ReactNode {
  const { currentTask: task } = readFragment(SessionTaskFragment, session);
  if (task === null) return null;
  const percent = task.progress === null ? null : Math.round(Math.min(Math.max(task.progress, 0), 1) * 100);
  const at = task.completedAt ?? task.startedAt;
  return (
    <FactGroup title="Task">
      <bdi className={classes.description}>{task.description}</bdi>
      <p className={classes.state}>
        <span>{sentenceCase(task.status)}</span>
        {percent !== null && <span>{percent} %</span>}
        {at !== null && <When at={at} className={classes.when} />}
      </p>
      {percent !== null && <progress className={classes.bar} value={percent} max={100} aria-label="Progress" />}
      {task.data !== null && <JsonView text={JSON.stringify(task.data)} label="Data of the task" openDepth={0} />}
    </FactGroup>
  );
}
