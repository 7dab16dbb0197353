import Link from 'next/link';
import type { ReactNode } from 'react';
import { shortId, userName } from '../../lib/format/text';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { CopyText } from '../../ui/copy-text';
import { Face } from '../../ui/face';
import { FactGroup } from '../../ui/facts';
import { PlatformMark } from '../../ui/platform-mark';
import { When } from '../../ui/when';
import classes from './session-people.module.css';

const SessionPeopleFragment = graphql(`
  fragment SessionPeople on Session {
    user {
      id
      displayName
      identities {
        platform
        externalId
        displayName
        primary
        verified
      }
    }
    participants(includeLeft: true) {
      id
      kind
      name
      joinedAt
      leftAt
    }
  }
`);

/** Whose session it is, under which names they are known, and who takes part. */
export function SessionPeople({
  session,
}: {
  readonly session: FragmentType<typeof SessionPeopleFragment>;
}): ReactNode {
  const { user, participants } = readFragment(SessionPeopleFragment, session);
  return (
    <>
      <FactGroup title="User">
        <div className={classes.person}>
          <bdi className={classes.name}>{userName(user)}</bdi>
          <CopyText text={user.id} shown={shortId(user.id)} label="user id" />
        </div>
        <ul className={classes.identities}>
          {user.identities.map(({ platform, externalId, primary, verified }) => (
            <li key={`${platform} ${externalId}`} className={classes.identity}>
              <PlatformMark platform={platform} isNameHidden />
              <CopyText text={externalId} label={`${platform} identity`} />
              <span className={classes.marks}>
                {[primary && 'primary', verified && 'verified'].filter(Boolean).join(', ')}
              </span>
            </li>
          ))}
        </ul>
        <Link href={`/sessions?user=${user.id}`} className={classes.all} prefetch={false}>
          All sessions of this user
        </Link>
      </FactGroup>
      {participants.length > 0 && (
        <FactGroup title="Participants" count={participants.length}>
          <ul className={classes.participants}>
            {participants.map(({ id, kind, name, leftAt }) => (
              <li key={id} className={classes.participant} data-left={leftAt !== null || undefined}>
                <Face name={name} kind={kind} />
                <bdi className={classes.participantName}>{name}</bdi>
                {leftAt !== null && (
                  <span className={classes.marks}>
                    left <When at={leftAt} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </FactGroup>
      )}
    </>
  );
}
