import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from './project.mjs';

const STILL_AT_IT_MS = 30_000;
const LAST_LINES = 40;

/**
 * Runs a program of the preparation. What it prints is only shown if it fails.
 *
 * @throws Error whose message is one plain sentence, with the program's last lines before it where they are needed.
 */
export async function runStep(title, { file, args, env, folder = '.' }) {
  console.log(`${title} …`);
  const started = Date.now();
  const reminder = setInterval(() => console.log(`  still at it (${seconds(started)} s)`), STILL_AT_IT_MS);
  // A group of its own, so that whatever the program has started ends with it.
  const child = spawn(file, args, {
    cwd: join(PROJECT_ROOT, folder),
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const release = endWithUs(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  try {
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new Error(explain(title, output));
    console.log(`  done in ${seconds(started)} s`);
  } finally {
    clearInterval(reminder);
    release();
  }
}

/** A signal that ends this process ends the program first. */
function endWithUs(child) {
  const end = (signal) => {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has just ended.
    }
    process.exit(128 + constants.signals[signal]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, end);
  return () => signals.forEach((signal) => process.removeListener(signal, end));
}

const CAUSES = [
  [/ENOSPC|EDQUOT|No space left on device/, 'the disk is full. Free some space, then start again.'],
  [
    /EROFS|[Rr]ead-only file system/,
    'the disk is read-only. Put the project on one that can be written, then start again.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT/,
    'the package registry cannot be reached. See to the network, then start again.',
  ],
];

/** One sentence where the cause is known; else what the program said last, and where to look. */
function explain(title, output) {
  const known = CAUSES.find(([pattern]) => pattern.test(output));
  if (known !== undefined) return `${title} failed: ${known[1]}`;
  return `${output.trim().split('\n').slice(-LAST_LINES).join('\n')}\n${title} failed; the lines above say why.`;
}

function seconds(since) {
  return Math.round((Date.now() - since) / 1000);
}
