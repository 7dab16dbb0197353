import type { ReactNode } from 'react';
import { sentenceCase } from '../../lib/format/text';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { Dot } from '../../ui/dot';
import { When } from '../../ui/when';
import classes from './access-table.module.css';
import { RevokeKey } from './revoke-key';

const KeyRowFragment = graphql(`
  fragment KeyRow on ApiKey {
    id
    name
    prefix
    scopes
    createdAt
    lastUsedAt
    expiresAt
    revokedAt
  }
`);

interface Props {
  readonly apiKey: FragmentType<typeof KeyRowFragment>;
  readonly now: number;
}

export function KeyRow({ apiKey, now }: Props): ReactNode {
  const { id, name, prefix, scopes, createdAt, lastUsedAt, expiresAt, revokedAt } = readFragment(
    KeyRowFragment,
    apiKey,
  );
  const isExpired = expiresAt !== null && Date.parse(expiresAt) <= now;
  return (
    <tr className={classes.row} role="row" data-off={revokedAt !== null || isExpired || undefined}>
      <td className={classes.name} role="cell">
        <span className={classes.words}>
          <span className={classes.first}>
            <bdi>{name}</bdi>
          </span>
          <span className={`${classes.second} ${classes.prefix}`}>{prefix}…</span>
        </span>
      </td>
      <td className={classes.scopes} role="cell">
        {scopes.map(sentenceCase).join(', ')}
      </td>
      <td className={classes.time} role="cell">
        <When at={createdAt} />
      </td>
      <td className={classes.time} role="cell">
        {expiresAt === null ? <span className={classes.never}>never</span> : <When at={expiresAt} />}
      </td>
      <td className={classes.time} role="cell" data-last data-label="Used: ">
        {lastUsedAt === null ? <span className={classes.never}>never</span> : <When at={lastUsedAt} />}
      </td>
      <td className={classes.actions} role="cell">
        {revokedAt !== null ? (
          <Dot tone="grey" label="Revoked" />
        ) : isExpired ? (
          <Dot tone="grey" label="Expired" />
        ) : (
          <RevokeKey id={id} name={name} />
        )}
      </td>
    </tr>
  );
}
