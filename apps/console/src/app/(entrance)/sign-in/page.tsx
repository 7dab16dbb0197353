import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { SignInScreen } from '../../../features/entrance/sign-in-screen';
import { ownPath } from '../../../lib/paths';

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props): Promise<ReactNode> {
  const { to, why } = await searchParams;
  return <SignInScreen to={ownPath([to].flat()[0])} hasEnded={why === 'ended'} />;
}
