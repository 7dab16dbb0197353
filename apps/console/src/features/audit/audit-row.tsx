import { IconKey } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { isUuid, shortId } from '../../lib/format/text';
import type { ActorKind } from '../../lib/generated/graphql';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { CopyText } from '../../ui/copy-text';
import { Face } from '../../ui/face';
import { When } from '../../ui/when';
import { AuditDetails } from './audit-details';
import { actionWords, targetHref } from './audit-state';
import classes from './audit.module.css';

const AuditRowFragment = graphql(`
  fragment AuditRow on AuditEntry {
    id
    at
    action
    target
    details
    requestId
    actor {
      kind
      id
      name
    }
  }
`);

/** One act: when, who, what, to what; and on demand, what it changed. */
export function AuditRow({ entry }: { readonly entry: FragmentType<typeof AuditRowFragment> }): ReactNode {
  const { at, action, target, details, requestId, actor } = readFragment(AuditRowFragment, entry);
  return (
    <li>
      <AuditDetails text={JSON.stringify(details)} requestId={requestId} actorId={actor.id}>
        <span className={classes.when}>
          <When at={at} />
        </span>
        <span className={classes.who}>
          <ActorSign kind={actor.kind} name={actor.name ?? shortId(actor.id)} />
          <bdi className={classes.name}>{actor.name ?? shortId(actor.id)}</bdi>
        </span>
        <span className={classes.what} title={action}>
          {actionWords(action)}
        </span>
        <span className={classes.target}>
          {target !== null && <Target target={target} href={targetHref(action, target, details)} />}
        </span>
      </AuditDetails>
    </li>
  );
}

function ActorSign({ kind, name }: { readonly kind: ActorKind; readonly name: string }): ReactNode {
  if (kind === 'OPERATOR') return <Face name={name} kind="HUMAN" />;
  return (
    <span className={classes.key} title="API key">
      <IconKey size={14} stroke={1.7} aria-hidden />
      <span className="visually-hidden">API key</span>
    </span>
  );
}

function Target({ target, href }: { readonly target: string; readonly href: string | null }): ReactNode {
  const shown = isUuid(target) ? shortId(target) : target;
  return (
    <>
      <CopyText text={target} label="target" shown={shown} />
      {href !== null && (
        <Link href={href} className={classes.link} prefetch={false}>
          To the session
        </Link>
      )}
    </>
  );
}
