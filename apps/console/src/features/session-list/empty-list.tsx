import type { ReactNode } from 'react';
import { apiPublicUrl } from '../../lib/api/config';
import { CodeBlock } from '../../ui/code-block';
import classes from './empty-list.module.css';

/** Nothing yet: what appears here, and what makes it appear. */
export function EmptyList(): ReactNode {
  const url = apiPublicUrl();
  return (
    <section className={classes.panel}>
      <h2 className={classes.title}>No sessions yet</h2>
      <p className={classes.prose}>
        A session is one durable conversation of one user on one platform. It appears here the moment an app opens it.
        Try one from a terminal, in the project’s folder:
      </p>
      <CodeBlock
        label="with curl"
        code={[
          `curl ${url} \\`,
          `  -H 'content-type: application/json' -H "authorization: Bearer $(cat .foyer/api-key)" \\`,
          String.raw`  -d '{"query":"mutation{getOrCreateSession(input:{platform:\"web\",user:{identity:{platform:\"web\",externalId:\"ann\"}}}){session{slug}}}"}'`,
        ].join('\n')}
      />
      <p className={classes.prose}>or from an app:</p>
      <CodeBlock
        label="with the client"
        code={[
          `import { createClient } from '@foyer/client';`,
          `const foyer = createClient({ url: '${url}', apiKey: process.env.FOYER_API_KEY });`,
          `await foyer.getOrCreateSession({ platform: 'web', user: { identity: { platform: 'web', externalId: 'ann' } } });`,
        ].join('\n')}
      />
    </section>
  );
}
