import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 250;

/**
 * Ends this process as a signal would, when the npm that runs it is gone. npm itself hands SIGTERM on to a shell alone, which
 * dies and leaves everything below it running; and killed, it hands on nothing.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const starters = [parent, ...(isScriptShell(parent) ? [parentOf(parent)] : [])];
  const watch = setInterval(() => {
    if (process.ppid === parent && starters.every(isThere)) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  watch.unref();
}

/** Whether this is the shell in which npm runs a script, rather than npm itself: some shells take the script's place. */
function isScriptShell(pid) {
  const args = process.platform === 'linux' ? read(`/proc/${pid}/cmdline`) : ps(pid, 'args=');
  return args.includes('launch/');
}

function parentOf(pid) {
  return Number(
    process.platform === 'linux' ? /^PPid:\t(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] : ps(pid, 'ppid='),
  );
}

function ps(pid, column) {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
}

function isThere(pid) {
  if (process.platform === 'linux') return /^State:\t[^ZX]/m.test(read(`/proc/${pid}/status`));
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one nonetheless.
    return error.code === 'EPERM';
  }
}

/** Empty where the process is gone, or not for us to see. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
