import type { ReactNode } from 'react';
import { NothingHere } from '../../ui/nothing-here';

export default function NotFound(): ReactNode {
  return (
    <NothingHere title="No such page" href="/sessions" link="To the sessions">
      Nothing is kept at this address.
    </NothingHere>
  );
}
