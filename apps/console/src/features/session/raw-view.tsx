'use client';

import { useClipboard } from '@mantine/hooks';
import { type ReactNode, useDeferredValue, useState } from 'react';
import buttons from '../../ui/button.module.css';
import { JsonView } from '../../ui/json-view/json-view';
import { PanelSearch } from '../../ui/panel-search';
import classes from './raw-view.module.css';

export function RawView({ text }: { readonly text: string }): ReactNode {
  const [search, setSearch] = useState('');
  const { copied, copy } = useClipboard({ timeout: 1_500 });
  return (
    <>
      <PanelSearch label="Search the session" value={search} onChange={setSearch}>
        <button type="button" className={buttons.plain} onClick={() => copy(JSON.stringify(JSON.parse(text), null, 2))}>
          {copied ? 'Copied' : 'Copy all'}
        </button>
      </PanelSearch>
      <div className={classes.tree}>
        <JsonView text={text} label="Session" search={useDeferredValue(search)} />
      </div>
    </>
  );
}
