import type { ReactNode } from 'react';
import { apiPublicUrl } from '../../lib/api/config';
import { CodeBlock } from '../../ui/code-block';
import classes from './no-keys.module.css';

/** No key yet: what one is for, and how it is used. */
export function NoKeys(): ReactNode {
  return (
    <section className={classes.panel}>
      <h2 className={classes.title}>No API keys yet</h2>
      <p className={classes.prose}>
        An app shows its key with every request. Give each app one of its own, with no more scopes than it needs: then
        one can be revoked without the others noticing.
      </p>
      <CodeBlock
        label="with a key"
        code={[
          `curl ${apiPublicUrl()} \\`,
          `  -H 'content-type: application/json' -H "authorization: Bearer $FOYER_API_KEY" \\`,
          `  -d '{"query":"{ viewer { kind name scopes } }"}'`,
        ].join('\n')}
      />
    </section>
  );
}
