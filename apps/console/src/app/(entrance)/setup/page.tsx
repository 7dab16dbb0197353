import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Entrance } from '../../../features/entrance/entrance';
import { SetUpForm } from '../../../features/entrance/set-up-form';

export const metadata: Metadata = { title: 'Set up' };

export default function Page(): ReactNode {
  return (
    <Entrance title="Set up Foyer">
      <SetUpForm />
    </Entrance>
  );
}
