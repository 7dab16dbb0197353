import type { ReactNode } from 'react';
import { count, counted } from '../../lib/format/text';
import { PageHead } from '../../ui/page-head';
import { ProblemPanel } from '../../ui/problem-panel';
import { AccessTabs } from './access-tabs';
import classes from './access-table.module.css';
import { KeyRow } from './key-row';
import { loadApiKeys } from './load-access';
import { NewKey } from './new-key';
import { NoKeys } from './no-keys';

/** The apps that may ask the API, by their keys. */
export async function KeysScreen({ now }: { readonly now: number }): Promise<ReactNode> {
  const answer = await loadApiKeys();
  if (answer.problem) {
    return (
      <>
        <PageHead isLong title="Access" state="Who may come in: people and apps" />
        <AccessTabs here="keys" />
        <ProblemPanel problem={answer.problem} what="the API keys" />
      </>
    );
  }
  const { apiKeys } = answer.data;
  const working = apiKeys.filter(
    ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now),
  ).length;
  return (
    <>
      <PageHead
        isLong
        title="Access"
        state={`${counted(apiKeys.length, 'API key')}${working === apiKeys.length ? '' : `, ${count(working)} of them working`}`}
        actions={<NewKey now={now} />}
      />
      <AccessTabs here="keys" />
      {apiKeys.length === 0 ? (
        <NoKeys />
      ) : (
        <table className={classes.table} role="table" aria-label="API keys">
          <thead className={classes.head} role="rowgroup">
            <tr role="row">
              <th className={classes.name} role="columnheader" scope="col">
                Key
              </th>
              <th className={classes.scopes} role="columnheader" scope="col">
                Scopes
              </th>
              <th className={classes.time} role="columnheader" scope="col">
                Created
              </th>
              <th className={classes.time} role="columnheader" scope="col">
                Expires
              </th>
              <th className={classes.time} role="columnheader" scope="col">
                Last used
              </th>
              <th className={classes.actions} role="columnheader" scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {apiKeys.map((apiKey) => (
              <KeyRow key={apiKey.id} apiKey={apiKey} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
