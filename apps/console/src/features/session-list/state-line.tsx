import type { ReactNode } from 'react';
import { count, counted } from '../../lib/format/text';
import { Skeleton } from '../../ui/skeleton';
import { activeFilters, type ListState } from './list-state';
import type { ListCounts } from './load-list';

interface Props {
  readonly state: ListState;
  readonly counts: Promise<ListCounts | null>;
}

/** One sentence: how many there are, how many match, how many of those are active. */
export async function StateLine({ state, counts: counting }: Props): Promise<ReactNode> {
  const counts = await counting;
  if (counts === null) return 'The API did not say how many there are.';
  const { all, matching, active } = counts;
  const activePart = `${count(active)} active`;
  if (activeFilters(state).length === 0) return `${counted(all, 'session')}, ${activePart}`;
  const matchingPart = `${count(matching)} of ${counted(all, 'session')}`;
  return state.status.length > 0 ? matchingPart : `${matchingPart}, ${activePart}`;
}

export function StateLineSkeleton(): ReactNode {
  return <Skeleton height={10} width={150} />;
}
