import type { ReactNode } from 'react';
import { AuditSkeleton } from '../../../features/audit/audit-skeleton';

export default function Loading(): ReactNode {
  return <AuditSkeleton />;
}
