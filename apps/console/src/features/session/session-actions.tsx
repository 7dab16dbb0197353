'use client';

import type { TypedDocumentNode } from '@apollo/client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useAct, useLastAct } from '../../lib/api/use-act';
import type { OperatorRole, SessionStatus } from '../../lib/generated/graphql';
import { graphql } from '../../lib/generated/gql';
import { lastListHref } from '../../lib/last-list';
import { may } from '../../lib/roles';
import { ActProblem } from '../../ui/act-problem';
import button from '../../ui/button.module.css';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import classes from './session-actions.module.css';

const PauseSessionMutation = graphql(`
  mutation PauseSession($id: ID!) {
    pauseSession(input: { id: $id }) {
      id
    }
  }
`);

const ResumeSessionMutation = graphql(`
  mutation ResumeSession($id: ID!) {
    resumeSession(input: { id: $id }) {
      id
    }
  }
`);

const EndSessionMutation = graphql(`
  mutation EndSession($id: ID!) {
    endSession(input: { id: $id }) {
      id
    }
  }
`);

const DeleteSessionMutation = graphql(`
  mutation DeleteSession($id: ID!) {
    deleteSession(id: $id)
  }
`);

interface Props {
  readonly id: string;
  readonly slug: string;
  readonly status: SessionStatus;
  readonly role: OperatorRole | null;
}

/** What whoever looks may do to the session. Danger is graded: pausing asks nothing, ending asks once, deleting wants the slug. */
export function SessionActions({ id, slug, status, role }: Props): ReactNode {
  const canChange = may(role, 'changeSessions') && status !== 'ENDED';
  const canDelete = may(role, 'deleteSessions');
  if (!canChange && !canDelete) return null;
  return (
    <div className={classes.actions} role="group" aria-label="Actions">
      {canChange && status === 'PAUSED' && <AtOnce id={id} word="Resume" mutation={ResumeSessionMutation} />}
      {canChange && status === 'ACTIVE' && <AtOnce id={id} word="Pause" mutation={PauseSessionMutation} />}
      {canChange && <End id={id} />}
      {canDelete && <Delete id={id} slug={slug} />}
    </div>
  );
}

interface AtOnceProps<Data> {
  readonly id: string;
  readonly word: string;
  readonly mutation: TypedDocumentNode<Data, { id: string | number }>;
}

/** What is undone as easily as it is done. */
function AtOnce<Data>({ id, word, mutation }: AtOnceProps<Data>): ReactNode {
  const { act, isActing, problem } = useAct(mutation);
  return (
    <>
      <button type="button" className={button.plain} disabled={isActing} onClick={() => void act({ id })}>
        {word}
      </button>
      {problem !== null && (
        <div className={classes.problem}>
          <ActProblem problem={problem} />
        </div>
      )}
    </>
  );
}

function End({ id }: Pick<Props, 'id'>): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { act, isActing, problem } = useAct(EndSessionMutation);

  async function handleConfirm(): Promise<void> {
    if ((await act({ id })) !== null) setOpen(false);
  }

  return (
    <>
      <button type="button" className={button.plain} onClick={() => setOpen(true)}>
        End
      </button>
      <ConfirmDialog
        title="End this session?"
        verb="End session"
        isOpen={isOpen}
        isActing={isActing}
        problem={problem}
        onConfirm={() => void handleConfirm()}
        onClose={() => setOpen(false)}
      >
        It takes no more messages and cannot be resumed. It can still be read until it is deleted, some time after its
        end.
      </ConfirmDialog>
    </>
  );
}

function Delete({ id, slug }: Pick<Props, 'id' | 'slug'>): ReactNode {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const { act, isActing, problem } = useLastAct(DeleteSessionMutation);

  async function handleConfirm(): Promise<void> {
    if ((await act({ id })) === null) return;
    router.push(lastListHref());
    router.refresh();
  }

  return (
    <>
      <button type="button" className={`${button.plain} ${classes.delete}`} onClick={() => setOpen(true)}>
        Delete
      </button>
      <ConfirmDialog
        title="Delete this session?"
        verb="Delete for good"
        word={slug}
        isOpen={isOpen}
        isActing={isActing}
        problem={problem}
        onConfirm={() => void handleConfirm()}
        onClose={() => setOpen(false)}
      >
        All that was said in it, its variables and its events go with it. Nobody can bring it back.
      </ConfirmDialog>
    </>
  );
}
