import type { ReactNode } from 'react';
import { AccessSkeleton } from '../../../../features/access/access-skeleton';

export default function Loading(): ReactNode {
  return <AccessSkeleton here="keys" />;
}
