import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AuditScreen } from '../../../features/audit/audit-screen';
import { readAuditState } from '../../../features/audit/audit-state';

export const metadata: Metadata = { title: 'Audit' };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props): Promise<ReactNode> {
  return <AuditScreen state={readAuditState(await searchParams)} now={Date.now()} />;
}
