'use client';

import type { ReactNode } from 'react';
import { shortId } from '../../lib/format/text';
import { FilterChip } from '../../ui/list/filter-chip';
import classes from '../../ui/list/filter-bar.module.css';
import { ListLink } from '../../ui/list/list-navigation';
import { type Choice, SingleChoice } from '../../ui/list/single-choice';
import { ActionChoices } from './action-choices';
import { actionWords, auditHref, type AuditState, changeAudit, EMPTY_AUDIT_STATE } from './audit-state';
import type { Actors } from './load-audit';

interface Props {
  readonly state: AuditState;
  readonly actors: Actors;
}

/** The filters in a line: each one click to change, one to drop, and all of them in the address. */
export function AuditFilters({ state, actors: { operators, keys } }: Props): ReactNode {
  const { actor, action } = state;
  const choices: readonly Choice<string>[] = [
    ...operators.map(({ id, name }) => ({ value: id, word: name })),
    ...keys.map(({ id, name }) => ({ value: id, word: `Key ${name}` })),
  ];
  const actorName = choices.find(({ value }) => value === actor)?.word ?? shortId(actor ?? '');
  return (
    <div className={classes.bar} data-open>
      <div className={classes.chips} role="group" aria-label="Filters">
        <FilterChip
          dropHref={auditHref(changeAudit(state, { actor: null }))}
          name="Actor"
          words={actor === null ? [] : [actorName]}
        >
          <SingleChoice
            choices={choices}
            chosen={actor}
            hrefOf={(chosen) => auditHref(changeAudit(state, { actor: chosen }))}
          />
        </FilterChip>
        <FilterChip
          dropHref={auditHref(changeAudit(state, { action: null }))}
          name="Action"
          words={action === null ? [] : [actionWords(action)]}
        >
          <ActionChoices state={state} />
        </FilterChip>
        {actor !== null && action !== null && (
          <ListLink href={auditHref(EMPTY_AUDIT_STATE)} className={classes.dropAll}>
            Drop all
          </ListLink>
        )}
      </div>
    </div>
  );
}
