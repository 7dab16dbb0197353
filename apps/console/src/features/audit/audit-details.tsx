'use client';

import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { CopyText } from '../../ui/copy-text';
import { JsonView } from '../../ui/json-view/json-view';
import classes from './audit.module.css';

interface Props {
  /** As JSON text. */
  readonly text: string;
  readonly requestId: string;
  readonly actorId: string;
  /** The line itself. */
  readonly children: ReactNode;
}

/** A line that opens to show what was changed. */
export function AuditDetails({ text, requestId, actorId, children }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <div className={classes.line} data-open={isOpen || undefined}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={isOpen}
          aria-controls={id}
          aria-label="Details"
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight size={15} stroke={1.8} aria-hidden />
        </button>
        {children}
      </div>
      {isOpen && (
        <div id={id} className={classes.details}>
          {text === '{}' ? (
            <p className={classes.none}>Nothing more is known of it.</p>
          ) : (
            <JsonView text={text} label="What was changed" openDepth={3} />
          )}
          <dl className={classes.ids}>
            <dt>Actor</dt>
            <dd>
              <CopyText text={actorId} label="actor id" />
            </dd>
            <dt>Request</dt>
            <dd>
              <CopyText text={requestId} label="request id" />
            </dd>
          </dl>
        </div>
      )}
    </>
  );
}
