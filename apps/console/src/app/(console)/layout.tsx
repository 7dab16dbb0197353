import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Frame } from '../../features/frame/frame';
import { graphiqlUrl } from '../../lib/api/config';
import { findViewer } from '../../lib/api/load-viewer';
import { readPreferences } from '../../lib/preferences';

export default async function Layout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const jar = await cookies();
  const { rail } = readPreferences((name) => jar.get(name)?.value);
  return (
    // Not waited for: the page is drawn while it is found out who looks at it.
    <Frame graphiqlUrl={graphiqlUrl()} viewer={findViewer()} rail={rail}>
      {children}
    </Frame>
  );
}
