import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { OperatorsScreen } from '../../../features/access/operators-screen';

export const metadata: Metadata = { title: 'Operators' };

export default function Page(): ReactNode {
  return <OperatorsScreen />;
}
