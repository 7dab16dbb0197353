import type { ReactNode } from 'react';

/** Foyer's sign: two arches, one behind the other, with the light on in the inner one. */
export function Mark({ size }: { readonly size: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M3 22V11a9 9 0 0 1 18 0v11Z" fill="var(--accent)" />
      <path d="M8 22V12a4 4 0 0 1 8 0v10Z" fill="var(--sunken)" />
      <path d="M10.5 22v-9.5a1.5 1.5 0 0 1 3 0V22Z" fill="var(--amber)" />
    </svg>
  );
}
