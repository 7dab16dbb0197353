import './layers.css';
import '@mantine/core/styles.layer.css';
import './globals.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { BrowserApiProvider } from '../lib/api/browser-client';
import { readPreferences } from '../lib/preferences';
import { TimeProvider } from '../lib/time-provider';
import { fontClasses } from '../ui/theme/fonts';
import { ThemeProvider } from '../ui/theme/theme-provider';

export const metadata: Metadata = {
  title: { default: 'Foyer', template: '%s · Foyer' },
  robots: { index: false, follow: false },
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function Layout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const nonce = (await headers()).get('x-nonce') ?? '';
  const jar = await cookies();
  const preferences = readPreferences((name) => jar.get(name)?.value);
  return (
    <html lang="en" className={fontClasses} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
      </head>
      <body>
        <ThemeProvider nonce={nonce}>
          <TimeProvider drawnAt={Date.now()} preferences={preferences}>
            <BrowserApiProvider>{children}</BrowserApiProvider>
          </TimeProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
