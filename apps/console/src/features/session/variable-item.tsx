'use client';

import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { graphql } from '../../lib/generated/gql';
import type { SessionVariableFragment as Variable, VariableScope } from '../../lib/generated/graphql';
import { JsonView } from '../../ui/json-view/json-view';
import { Marked } from '../../ui/marked';
import { TimeLeft } from '../../ui/time-left';
import { When } from '../../ui/when';
import { valuePreview } from './variable-scopes';
import classes from './variables.module.css';

export const SessionVariableFragment = graphql(`
  fragment SessionVariable on Variable {
    name
    value
    scope
    version
    updatedAt
    expiresAt
  }
`);

interface Props {
  readonly variable: Variable;
  readonly shadowedBy: VariableScope | null;
  readonly search: string;
}

/** A variable in two lines; opened, its value as a tree. */
export function VariableItem({ variable, shadowedBy, search }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { name, value, version, updatedAt, expiresAt } = variable;
  return (
    <li className={classes.variable}>
      <button type="button" className={classes.head} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconChevronRight size={13} stroke={2} className={classes.turn} data-open={isOpen || undefined} aria-hidden />
        <span className={classes.words}>
          <span className={classes.nameLine}>
            <bdi className={classes.name} data-shadowed={shadowedBy !== null || undefined}>
              <Marked text={name} search={search} />
            </bdi>
            <span className={classes.version} title={`Set ${version} times`}>
              v{version}
            </span>
          </span>
          {!isOpen && (
            <span className={classes.preview}>
              <Marked text={valuePreview(value)} search={search} />
            </span>
          )}
        </span>
      </button>
      <p className={classes.facts} hidden={!isOpen && expiresAt === null && shadowedBy === null}>
        {isOpen && (
          <span>
            updated <When at={updatedAt} />
          </span>
        )}
        {expiresAt !== null && (
          <span className={classes.expires}>
            expires <TimeLeft until={expiresAt} />
          </span>
        )}
        {shadowedBy !== null && <span>shadowed by scope {shadowedBy.toLowerCase()}</span>}
      </p>
      {isOpen && (
        <div className={classes.tree}>
          <JsonView text={JSON.stringify(value)} label={`Value of ${name}`} search={search} openDepth={2} />
        </div>
      )}
    </li>
  );
}
