import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { KeysScreen } from '../../../../features/access/keys-screen';

export const metadata: Metadata = { title: 'API keys' };

export default function Page(): ReactNode {
  return <KeysScreen now={Date.now()} />;
}
