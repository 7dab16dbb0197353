import type { ReactNode } from 'react';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { ROLE_WORDS } from '../../lib/roles';
import { Dot } from '../../ui/dot';
import { Face } from '../../ui/face';
import { When } from '../../ui/when';
import classes from './access-table.module.css';
import { OperatorActions } from './operator-actions';

const OperatorRowFragment = graphql(`
  fragment OperatorRow on Operator {
    id
    email
    name
    role
    createdAt
    lastSignInAt
    disabledAt
  }
`);

interface Props {
  readonly operator: FragmentType<typeof OperatorRowFragment>;
  readonly isMe: boolean;
}

export function OperatorRow({ operator, isMe }: Props): ReactNode {
  const { id, email, name, role, createdAt, lastSignInAt, disabledAt } = readFragment(OperatorRowFragment, operator);
  return (
    <tr className={classes.row} role="row" data-off={disabledAt !== null || undefined}>
      <td className={classes.name} role="cell">
        <span className={classes.person}>
          <Face name={name} kind="HUMAN" />
          <span className={classes.words}>
            <span className={classes.first}>
              <bdi>{name}</bdi>
              {isMe && <span className={classes.me}>you</span>}
            </span>
            <bdi className={classes.second}>{email}</bdi>
          </span>
        </span>
      </td>
      <td className={classes.short} role="cell">
        {disabledAt === null ? (
          <span title={ROLE_WORDS[role].may}>{ROLE_WORDS[role].word}</span>
        ) : (
          <Dot tone="grey" label="Disabled" />
        )}
      </td>
      <td className={classes.time} role="cell">
        <When at={createdAt} />
      </td>
      <td className={classes.time} role="cell" data-last data-label="Signed in: ">
        {lastSignInAt === null ? <span className={classes.never}>never</span> : <When at={lastSignInAt} />}
      </td>
      <td className={classes.actions} role="cell">
        <OperatorActions operator={{ id, name, role, isDisabled: disabledAt !== null }} />
      </td>
    </tr>
  );
}
