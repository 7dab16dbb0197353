import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { findViewer } from '../../lib/api/load-viewer';
import { Entrance } from './entrance';
import classes from './entrance.module.css';
import { SignInForm } from './sign-in-form';

interface Props {
  /** Where to go when signed in: a path of our own. */
  readonly to: string;
  /** They were signed in before. */
  readonly hasEnded: boolean;
}

export async function SignInScreen({ to, hasEnded }: Props): Promise<ReactNode> {
  if ((await findViewer()) !== null) redirect(to);
  return (
    <Entrance title="Sign in">
      {hasEnded && (
        <p className={classes.note} role="status">
          Your login has ended. Sign in to go on where you were.
        </p>
      )}
      <SignInForm to={to} />
      <p className={classes.hint}>Lost the password? Any admin can set a new one for you, on the Access page.</p>
    </Entrance>
  );
}
