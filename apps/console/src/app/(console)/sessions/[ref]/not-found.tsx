import type { ReactNode } from 'react';
import { NothingHere } from '../../../../ui/nothing-here';

export default function NotFound(): ReactNode {
  return (
    <NothingHere title="No such session" href="/sessions" link="To the sessions">
      No session has this slug or id. It may have been deleted: ended ones are, some time after their end. Or a letter
      is missing; ⌘K finds sessions by parts of their names.
    </NothingHere>
  );
}
