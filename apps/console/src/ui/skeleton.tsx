import type { CSSProperties, ReactNode } from 'react';
import classes from './skeleton.module.css';

interface Props {
  readonly width: CSSProperties['width'];
  readonly height: CSSProperties['height'];
  /** At the end of its line. */
  readonly isLast?: boolean;
  readonly className?: string | undefined;
}

/** Where something will be. */
export function Skeleton({ width, height, isLast = false, className }: Props): ReactNode {
  return (
    <span
      className={`${classes.skeleton} ${className ?? ''}`}
      style={{ width, height }}
      data-last={isLast || undefined}
    />
  );
}
