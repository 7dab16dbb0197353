import { IconApi, IconMessages, type TablerIcon } from '@tabler/icons-react';

/** A place that the rail and the dock lead to. */
export interface Place {
  readonly name: string;
  readonly href: string;
  readonly icon: TablerIcon;
  readonly isElsewhere: boolean;
}

/** Every place there is. `graphiqlUrl` is the API's own page, in a tab of its own. */
export function places(graphiqlUrl: string): readonly Place[] {
  return [
    { name: 'Sessions', href: '/sessions', icon: IconMessages, isElsewhere: false },
    { name: 'GraphQL', href: graphiqlUrl, icon: IconApi, isElsewhere: true },
  ];
}
