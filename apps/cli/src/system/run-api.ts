import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { API_MAIN, PROJECT_ROOT, type SystemSettings } from './settings.js';

/** The API's program has done one thing and ended. */
export interface ApiRun {
  readonly code: number;
  readonly output: string;
  /** What it has to say to people. */
  readonly complaint: string;
}

/** Runs the API's program for one thing only, on the database that the settings name. */
export async function runApi(task: 'migrate' | 'doctor', { dataDir }: SystemSettings): Promise<ApiRun> {
  const child = spawn(process.execPath, [API_MAIN, task], {
    cwd: PROJECT_ROOT,
    // Without a log, its output is the answer alone.
    env: { NODE_ENV: 'production', ...process.env, FOYER_DATA_DIR: dataDir, FOYER_LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number>((resolve, reject) =>
    child.once('error', reject).once('exit', (code) => resolve(code ?? 1)),
  );
  const [code, output, complaint] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  return { code, output: output.trim(), complaint: complaint.trim() };
}
