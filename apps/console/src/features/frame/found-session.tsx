import type { ReactNode } from 'react';
import { userName } from '../../lib/format/text';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { STATUS_WORDS } from '../../lib/session-words';
import { Dot } from '../../ui/dot';
import { PlatformMark } from '../../ui/platform-mark';
import { When } from '../../ui/when';
import classes from './palette.module.css';

export const FoundSessionFragment = graphql(`
  fragment FoundSession on Session {
    id
    slug
    title
    status
    platform
    lastActivityAt
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

/** One session among those found: enough to tell it from the others. */
export function FoundSession({ session }: { readonly session: FragmentType<typeof FoundSessionFragment> }): ReactNode {
  const { slug, title, status, platform, lastActivityAt, user } = readFragment(FoundSessionFragment, session);
  return (
    <>
      <span className={classes.what}>
        <bdi className={classes.title}>{title ?? slug}</bdi>
        <span className={classes.who}>
          <Dot tone={STATUS_WORDS[status].tone} label={STATUS_WORDS[status].word} /> · <bdi>{userName(user)}</bdi> ·{' '}
          {slug}
        </span>
      </span>
      <PlatformMark platform={platform} isNameHidden />
      <When at={lastActivityAt} className={classes.when} />
    </>
  );
}
