'use client';

import { Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLogout, IconPassword } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useLastAct } from '../../lib/api/use-act';
import { graphql } from '../../lib/generated/gql';
import { ROLE_WORDS } from '../../lib/roles';
import { ActProblem } from '../../ui/act-problem';
import { Face } from '../../ui/face';
import { ChangePassword } from './change-password';
import classes from './me-menu.module.css';
import type { Viewer } from './places';
import tools from './top-bar.module.css';

const SignOutMutation = graphql(`
  mutation SignOut {
    signOut
  }
`);

/** Who is signed in, and what they can do about it. */
export function MeMenu({ viewer }: { readonly viewer: Viewer }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [isChanging, changing] = useDisclosure(false);
  const { act, isActing, problem } = useLastAct(SignOutMutation);
  const name = viewer.name ?? 'Me';

  async function handleSignOut(): Promise<void> {
    // Not by the router: nothing of what the page holds is to stay.
    if ((await act({})) !== null) window.location.assign('/sign-in');
  }

  function handleChange(): void {
    setOpen(false);
    changing.open();
  }

  return (
    <>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={230} trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={tools.tool}
            onClick={() => setOpen(!isOpen)}
            aria-label={`Signed in as ${name}`}
          >
            <Face name={name} kind="HUMAN" />
          </button>
        </Popover.Target>
        <Popover.Dropdown p={4} aria-label="Me">
          <p className={classes.who}>
            <bdi className={classes.name}>{name}</bdi>
            {viewer.role && <span className={classes.role}>{ROLE_WORDS[viewer.role].word}</span>}
          </p>
          <button type="button" className={classes.choice} onClick={handleChange}>
            <IconPassword size={16} stroke={1.6} aria-hidden />
            Change password
          </button>
          <button type="button" className={classes.choice} disabled={isActing} onClick={() => void handleSignOut()}>
            <IconLogout size={16} stroke={1.6} aria-hidden />
            Sign out
          </button>
          {problem !== null && <ActProblem problem={problem} />}
        </Popover.Dropdown>
      </Popover>
      <ChangePassword isOpen={isChanging} onClose={changing.close} />
    </>
  );
}
