'use client';

import { IconChevronRight, IconSettings, IconTool } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { sentenceCase } from '../../lib/format/text';
import { jsonPreview } from '../../lib/json/preview';
import { JsonView } from '../../ui/json-view/json-view';
import { FoldedJson } from './folded-json';
import classes from './message.module.css';
import { MessageTime } from './spoken-message';
import type { TranscriptMessage } from './transcript-lines';

/** What systems and tools said: one quiet line until it is opened, a tree where it is JSON. */
export function QuietMessage({ message }: { readonly message: TranscriptMessage }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { role, content, parts, redactedAt, seq } = message;
  const json = parseObject(content);
  const preview = redactedAt !== null ? 'Redacted' : json ? jsonPreview(json, 160) : content.slice(0, 200);
  const Icon = role === 'TOOL' ? IconTool : IconSettings;
  return (
    <li className={classes.quiet} id={`seq-${seq}`} data-open={isOpen || undefined}>
      <div className={classes.quietLine}>
        <button type="button" className={classes.quietHead} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          <IconChevronRight size={13} stroke={2} className={classes.turn} data-open={isOpen || undefined} aria-hidden />
          <Icon size={14} stroke={1.6} aria-hidden />
          <span>{sentenceCase(role)}</span>
          {!isOpen && <span className={json ? classes.preview : classes.words}>{preview}</span>}
        </button>
        <MessageTime message={message} />
      </div>
      {isOpen && (
        <div className={classes.quietBody}>
          {redactedAt !== null ? (
            <em>Redacted</em>
          ) : json ? (
            <JsonView text={content} label={`${sentenceCase(role)} message`} openDepth={2} />
          ) : (
            <p className={classes.text} dir="auto">
              {content}
            </p>
          )}
          {parts !== null && <FoldedJson name="Parts" value={parts} />}
        </div>
      )}
    </li>
  );
}

/** The content as JSON where it is an object or a list; a lone number or word is text. */
function parseObject(content: string): object | null {
  if (!/^\s*[[{]/.test(content)) return null;
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' ? value : null;
  } catch {
    // It only begins like JSON.
    return null;
  }
}
