import type { ReactNode } from 'react';
import { SessionSkeleton } from '../../../../features/session/session-skeleton';

export default function Loading(): ReactNode {
  return <SessionSkeleton />;
}
