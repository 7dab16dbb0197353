import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { SessionScreen } from '../../../../features/session/session-screen';
import { isUuid, shortId } from '../../../../lib/format/text';

interface Props {
  readonly params: Promise<{ ref: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const reference = await readReference(params);
  return { title: isUuid(reference) ? shortId(reference) : reference };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <SessionScreen reference={await readReference(params)} now={Date.now()} />;
}

async function readReference(params: Props['params']): Promise<string> {
  return decodeURIComponent((await params).ref);
}
