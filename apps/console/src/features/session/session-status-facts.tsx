import type { ReactNode } from 'react';
import { sentenceCase } from '../../lib/format/text';
import { duration } from '../../lib/format/time';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { STATUS_WORDS } from '../../lib/session-words';
import { Dot } from '../../ui/dot';
import { Fact, FactGroup } from '../../ui/facts';
import { TimeLeft } from '../../ui/time-left';
import { When } from '../../ui/when';

const SessionStatusFragment = graphql(`
  fragment SessionStatusFacts on Session {
    status
    idleAt
    idleAction
    idleTimeoutSeconds
    endedAt
    endReason
  }
`);

interface Props {
  readonly session: FragmentType<typeof SessionStatusFragment>;
  /** What can be done about it. */
  readonly children: ReactNode;
}

/** The status, and what the clock will do about it. */
export function SessionStatusFacts({ session, children }: Props): ReactNode {
  const { status, idleAt, idleAction, idleTimeoutSeconds, endedAt, endReason } = readFragment(
    SessionStatusFragment,
    session,
  );
  const idleWord = idleAction === 'PAUSE' ? 'Pauses' : 'Ends';
  const idleAfter = idleTimeoutSeconds === 0 ? 'never' : duration(idleTimeoutSeconds * 1_000);
  return (
    <FactGroup title="Status">
      <Dot tone={STATUS_WORDS[status].tone} label={STATUS_WORDS[status].word} />
      {idleAt !== null && (
        <Fact name={idleWord}>
          <TimeLeft until={idleAt} />, if idle
        </Fact>
      )}
      {status !== 'ENDED' && <Fact name="Idle after">{idleAfter}</Fact>}
      {endedAt !== null && (
        <Fact name="Ended">
          <When at={endedAt} />
        </Fact>
      )}
      {endReason !== null && <Fact name="Reason">{sentenceCase(endReason)}</Fact>}
      {children}
    </FactGroup>
  );
}
