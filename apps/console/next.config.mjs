import { fileURLToPath } from 'node:url';

// What holds for every answer, files included. The Content-Security-Policy carries a nonce and is made per request, in
// src/proxy.ts.
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
];

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Next looks for the workspace by itself, and would not look above a home folder.
  turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) },
  reactStrictMode: true,
  agentRules: false,
  experimental: {
    // Next would ask a server of its maker's for advisories during a build.
    agentUpgrade: false,
    optimizePackageImports: ['@mantine/core', '@mantine/hooks'],
  },
  headers: () => Promise.resolve([{ source: '/:path*', headers: securityHeaders }]),
};

// oxlint-disable-next-line import/no-default-export -- Next looks for it.
export default config;
