'use client';

import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { jsonPreview } from '../../lib/json/preview';
import { JsonView } from '../../ui/json-view/json-view';
import classes from './message.module.css';

interface Props {
  readonly name: string;
  readonly value: unknown;
}

/** JSON beside a message, in one line until it is opened. */
export function FoldedJson({ name, value }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes.json}>
      <button type="button" className={classes.jsonHead} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
        <IconChevronRight size={13} stroke={2} className={classes.turn} data-open={isOpen || undefined} aria-hidden />
        <span className={classes.jsonName}>{name}</span>
        {!isOpen && <span className={classes.preview}>{jsonPreview(value, 120)}</span>}
      </button>
      {isOpen && <JsonView text={JSON.stringify(value)} label={name} openDepth={2} />}
    </div>
  );
}
