interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor?: string | null };
}

/** A page with the one before it put in front. */
export function withOlder<Node>(page: Page<Node>, older: Page<Node>): Page<Node> {
  return { nodes: [...older.nodes, ...page.nodes], pageInfo: older.pageInfo };
}

/**
 * What is shown after the newest page was loaded again: what the reader had gone back to stays, where the two touch.
 * Where more has come in between than one page holds, only the newest page is sure to be without a gap.
 */
export function withNewest<Node extends { readonly id: string }>(page: Page<Node>, newest: Page<Node>): Page<Node> {
  const first = newest.nodes[0]?.id;
  const from = page.nodes.findIndex((node) => node.id === first);
  if (from === -1) return newest;
  return {
    nodes: [...page.nodes.slice(0, from), ...newest.nodes],
    pageInfo: from === 0 ? newest.pageInfo : page.pageInfo,
  };
}
