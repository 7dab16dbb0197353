import Link from 'next/link';
import type { ReactNode } from 'react';
import { count, counted, userName } from '../../lib/format/text';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { STATUS_WORDS } from '../../lib/session-words';
import { Dot } from '../../ui/dot';
import { PlatformMark } from '../../ui/platform-mark';
import { When } from '../../ui/when';
import classes from './session-table.module.css';

export const SessionRowFragment = graphql(`
  fragment SessionRow on Session {
    id
    slug
    title
    status
    platform
    kind
    startedAt
    lastActivityAt
    messageCount
    user {
      id
      displayName
      identities {
        externalId
        displayName
        primary
      }
    }
  }
`);

/** One session of the list. The first link covers the row; the others lead there too, so that times can show more on hover. */
export function SessionRow({ session }: { readonly session: FragmentType<typeof SessionRowFragment> }): ReactNode {
  const { slug, title, status, platform, kind, startedAt, lastActivityAt, messageCount, user } = readFragment(
    SessionRowFragment,
    session,
  );
  const href = `/sessions/${encodeURIComponent(slug)}`;
  return (
    <tr className={classes.row} role="row">
      <td className={classes.status} role="cell">
        <Dot tone={STATUS_WORDS[status].tone} label={STATUS_WORDS[status].word} />
      </td>
      <td className={classes.session} role="cell">
        <Link href={href} className={classes.link} prefetch={false} data-row-link>
          {title ? (
            <>
              <bdi className={classes.title}>{title}</bdi>
              <span className={classes.slug}>{slug}</span>
            </>
          ) : (
            <span className={classes.onlySlug}>{slug}</span>
          )}
        </Link>
      </td>
      <td className={classes.user} role="cell">
        <bdi>{userName(user)}</bdi>
      </td>
      <td className={classes.platform} role="cell">
        <PlatformMark platform={platform} />
      </td>
      <td className={classes.kind} role="cell">
        {kind}
      </td>
      <td className={classes.messages} role="cell">
        <span aria-hidden>{count(messageCount)}</span>
        <span className="visually-hidden">{counted(messageCount, 'message')}</span>
      </td>
      <td className={classes.started} role="cell">
        <TimeLink href={href} at={startedAt} />
      </td>
      <td className={classes.activity} role="cell">
        <TimeLink href={href} at={lastActivityAt} />
      </td>
    </tr>
  );
}

function TimeLink({ href, at }: { readonly href: string; readonly at: string }): ReactNode {
  return (
    <Link href={href} className={classes.time} prefetch={false} tabIndex={-1}>
      <When at={at} />
    </Link>
  );
}
