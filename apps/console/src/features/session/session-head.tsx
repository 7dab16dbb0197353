import type { ReactNode } from 'react';
import { counted, userName } from '../../lib/format/text';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { STATUS_WORDS } from '../../lib/session-words';
import { Dot } from '../../ui/dot';
import { When } from '../../ui/when';
import classes from './session-head.module.css';

const SessionHeadFragment = graphql(`
  fragment SessionHead on Session {
    slug
    title
    status
    platform
    messageCount
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

interface Props {
  readonly session: FragmentType<typeof SessionHeadFragment>;
}

export function SessionTitle({ session }: Props): ReactNode {
  const { slug, title } = readFragment(SessionHeadFragment, session);
  return title ? <bdi>{title}</bdi> : <span className={classes.slug}>{slug}</span>;
}

/** The session in one sentence. */
export function SessionHeadState({ session }: Props): ReactNode {
  const { status, platform, messageCount, lastActivityAt, user } = readFragment(SessionHeadFragment, session);
  return (
    <span className={classes.state}>
      <Dot tone={STATUS_WORDS[status].tone} label={STATUS_WORDS[status].word} />
      <span>
        <bdi>{userName(user)}</bdi> on {platform}, {counted(messageCount, 'message')}, last activity{' '}
        <When at={lastActivityAt} />
      </span>
    </span>
  );
}
