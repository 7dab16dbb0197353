'use client';

import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Dialog } from '../../ui/dialog';
import classes from './access-table.module.css';
import { ChangeOperator } from './change-operator';
import { DisableOperator } from './disable-operator';
import type { ListedOperator } from './listed-operator';
import { SetPassword } from './set-password';

type Asked = 'change' | 'password' | 'disable';

/** What an admin can do about an operator. */
export function OperatorActions({ operator }: { readonly operator: ListedOperator }): ReactNode {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <button type="button" className={classes.more} aria-label={`Actions for ${operator.name}`}>
            <IconDots size={16} stroke={1.8} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsked('change')}>Change name or role</Menu.Item>
          <Menu.Item onClick={() => setAsked('password')}>Set a new password</Menu.Item>
          <Menu.Item onClick={() => setAsked('disable')}>{operator.isDisabled ? 'Enable' : 'Disable'}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialog title={`Change ${operator.name}`} isOpen={asked === 'change'} onClose={close}>
        <ChangeOperator operator={operator} onDone={close} />
      </Dialog>
      <Dialog title={`A new password for ${operator.name}`} isOpen={asked === 'password'} onClose={close}>
        <SetPassword operator={operator} onDone={close} />
      </Dialog>
      <DisableOperator operator={operator} isOpen={asked === 'disable'} onClose={close} />
    </>
  );
}
