// Runs Next.js with what this console insists on, whoever starts it: no telemetry, only this machine may connect unless
// another address is named, and the API is told where requests come from. Next has none of these in its configuration file.
import { subscribe } from 'node:diagnostics_channel';

const [command = 'start', ...rest] = process.argv.slice(2);
const { FOYER_CONSOLE_HOST: host, FOYER_CONSOLE_PORT: port } = process.env;

process.env.NEXT_TELEMETRY_DISABLED = '1';
process.chdir(import.meta.dirname);

// As every proxy does: the sender's address goes behind those that are there already, which anybody may have written. Whom of
// them to believe, the API decides. Next passes on what is there and adds nothing.
subscribe('http.server.request.start', ({ request: { headers, socket } }) => {
  const given = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = given === undefined ? socket.remoteAddress : `${given}, ${socket.remoteAddress}`;
});

const listens = command === 'build' ? [] : ['-H', host || '127.0.0.1', '-p', port || '3000'];
process.argv.splice(2, Infinity, command, ...listens, ...rest);
await import('next/dist/bin/next');
