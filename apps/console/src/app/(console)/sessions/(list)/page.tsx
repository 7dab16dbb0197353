import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { readListState } from '../../../../features/session-list/list-state';
import { SessionsScreen } from '../../../../features/session-list/sessions-screen';

export const metadata: Metadata = { title: 'Sessions' };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props): Promise<ReactNode> {
  return <SessionsScreen state={readListState(await searchParams)} now={Date.now()} />;
}
