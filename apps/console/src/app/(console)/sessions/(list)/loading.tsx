import type { ReactNode } from 'react';
import { ListSkeleton } from '../../../../features/session-list/list-skeleton';

export default function Loading(): ReactNode {
  return <ListSkeleton />;
}
