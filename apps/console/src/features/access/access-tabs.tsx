import type { ReactNode } from 'react';
import { Tabs } from '../../ui/tabs';

/** Who may come in: people, and apps. */
export function AccessTabs({ here }: { readonly here: 'operators' | 'keys' }): ReactNode {
  return (
    <Tabs
      label="Access"
      tabs={[
        { href: '/access', name: 'Operators', isHere: here === 'operators' },
        { href: '/access/keys', name: 'API keys', isHere: here === 'keys' },
      ]}
    />
  );
}
