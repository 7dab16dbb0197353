import type { ReactNode } from 'react';
import { findViewer } from '../../lib/api/load-viewer';
import { count, sentenceCase } from '../../lib/format/text';
import { duration } from '../../lib/format/time';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { CopyText } from '../../ui/copy-text';
import { Fact, FactGroup } from '../../ui/facts';
import { JsonView } from '../../ui/json-view/json-view';
import { PlatformMark } from '../../ui/platform-mark';
import { When } from '../../ui/when';
import { SessionActions } from './session-actions';
import { SessionPeople } from './session-people';
import { SessionStatusFacts } from './session-status-facts';
import { SessionTask } from './session-task';

const SessionFactsFragment = graphql(`
  fragment SessionFacts on Session {
    id
    slug
    status
    key
    platform
    environment
    kind
    seq
    metadata
    notebooks
    integrations
    startedAt
    lastActivityAt
    durationSeconds
    ...SessionStatusFacts
    ...SessionPeople
    ...SessionTask
  }
`);

interface Props {
  readonly session: FragmentType<typeof SessionFactsFragment>;
}

/** What is so about the session, beside what was said in it. */
export async function SessionFacts({ session }: Props): Promise<ReactNode> {
  const viewer = await findViewer();
  const facts = readFragment(SessionFactsFragment, session);
  const metadata = JSON.stringify(facts.metadata);
  return (
    <>
      <SessionStatusFacts session={facts}>
        <SessionActions id={facts.id} slug={facts.slug} status={facts.status} role={viewer?.role ?? null} />
      </SessionStatusFacts>
      <SessionPeople session={facts} />
      <SessionTask session={facts} />
      <FactGroup title="Where">
        <Fact name="Platform">
          <PlatformMark platform={facts.platform} />
        </Fact>
        <Fact name="Key">
          <CopyText text={facts.key} label="key" />
        </Fact>
        <Fact name="Environment">{sentenceCase(facts.environment)}</Fact>
        <Fact name="Kind">{facts.kind}</Fact>
      </FactGroup>
      <FactGroup title="When">
        <Fact name="Started">
          <When at={facts.startedAt} />
        </Fact>
        <Fact name="Last activity">
          <When at={facts.lastActivityAt} />
        </Fact>
        <Fact name="Duration">{duration(facts.durationSeconds * 1_000)}</Fact>
        <Fact name="Events">{count(facts.seq)}</Fact>
      </FactGroup>
      <NamesGroup title="Notebooks" names={facts.notebooks} />
      <NamesGroup title="Integrations" names={facts.integrations} />
      <FactGroup title="Names">
        <Fact name="Slug">
          <CopyText text={facts.slug} label="slug" />
        </Fact>
        <Fact name="Id">
          <CopyText text={facts.id} label="id" />
        </Fact>
      </FactGroup>
      {metadata !== '{}' && (
        <FactGroup title="Metadata">
          <JsonView text={metadata} label="Metadata" />
        </FactGroup>
      )}
    </>
  );
}

function NamesGroup({ title, names }: { readonly title: string; readonly names: readonly string[] }): ReactNode {
  if (names.length === 0) return null;
  return (
    <FactGroup title={title} count={names.length}>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <CopyText text={name} label={title.toLowerCase()} />
          </li>
        ))}
      </ul>
    </FactGroup>
  );
}
