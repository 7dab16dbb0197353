import type { ReactNode } from 'react';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { RawView } from './raw-view';

const SessionRawFragment = graphql(`
  fragment SessionRaw on Session {
    id
    slug
    key
    userId
    platform
    environment
    kind
    status
    title
    metadata
    seq
    startedAt
    lastActivityAt
    endedAt
    endReason
    idleAt
    idleTimeoutSeconds
    idleAction
    durationSeconds
    messageCount
    notebooks
    integrations
    currentTask {
      id
      description
      status
      progress
      data
      startedAt
      completedAt
    }
    participants(includeLeft: true) {
      id
      kind
      name
      userId
      metadata
      joinedAt
      leftAt
    }
  }
`);

/** The session as the API answers it, without its messages and variables, which have places of their own. */
export function SessionRaw({ session }: { readonly session: FragmentType<typeof SessionRawFragment> }): ReactNode {
  const all: Readonly<Record<string, unknown>> = readFragment(SessionRawFragment, session);
  const { id, slug, key, userId, platform, environment, kind, status, title, metadata, ...rest } = all;
  const elsewhere = new Set([
    'user',
    'messages',
    'sessionVariables',
    'platformVariables',
    'userVariables',
    'appVariables',
  ]);
  const others = Object.entries(rest)
    .filter(([name]) => !elsewhere.has(name))
    .toSorted(([one], [other]) => one.localeCompare(other, 'en'));
  return (
    <RawView
      text={JSON.stringify({
        id,
        slug,
        key,
        userId,
        platform,
        environment,
        kind,
        status,
        title,
        metadata,
        ...Object.fromEntries(others),
      })}
    />
  );
}
