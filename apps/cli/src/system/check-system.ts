import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { explainDisk, readApiKey } from './data-folder.js';
import { isKeyTaken, isReady, isServing } from './health.js';
import { runApi } from './run-api.js';
import type { SystemSettings } from './settings.js';

/** One thing that Foyer needs, as it was found. */
export interface Finding {
  readonly subject: string;
  readonly isFine: boolean;
  readonly detail: string;
}

/** Looks at everything that a running Foyer needs. */
export async function checkSystem(settings: SystemSettings): Promise<Finding[]> {
  return [
    checkNode(),
    checkDataFolder(settings.dataDir),
    ...(await Promise.all([checkDatabase(settings), checkApi(settings), checkKey(settings), checkConsole(settings)])),
  ];
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isFine = major > 24 || (major === 24 && minor >= 11);
  return {
    subject: 'Node',
    isFine,
    detail: isFine ? process.versions.node : `${process.versions.node}, and 24.11 is needed`,
  };
}

/** Below this PostgreSQL may have to stop in the middle of its work. */
const FREE_BYTES_MIN = 500 * 1024 * 1024;

function checkDataFolder(dataDir: string): Finding {
  const subject = 'Data folder';
  if (!existsSync(dataDir))
    return { subject, isFine: false, detail: `${dataDir} is not there; the first start makes it` };
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(dataDir);
    const free = bavail * bsize;
    return { subject, isFine: free >= FREE_BYTES_MIN, detail: `${dataDir}, ${(free / 1024 ** 3).toFixed(1)} GiB free` };
  } catch (error) {
    return { subject, isFine: false, detail: explainDisk(error, dataDir).message };
  }
}

/** What the API's program prints of the database that it found, as far as it is shown here. */
interface Diagnosis {
  readonly postgres: { readonly version: string; readonly encoding: string; readonly embedded: boolean };
  readonly migrations: { readonly applied: number; readonly pending: number };
  /** Sessions whose events do not add up. */
  readonly brokenLogs: number;
}

async function checkDatabase(settings: SystemSettings): Promise<Finding> {
  const subject = 'PostgreSQL';
  if (settings.isEmbedded && !existsSync(join(settings.dataDir, 'postgres'))) {
    return { subject, isFine: false, detail: 'no database yet; the first start makes it' };
  }
  const { code, output, complaint } = await runApi('doctor', settings);
  if (code !== 0) return { subject, isFine: false, detail: complaint || `the check ended with exit code ${code}` };
  const { postgres, migrations, brokenLogs } = JSON.parse(output) as Diagnosis;
  const facts = [
    `${postgres.version}${postgres.embedded ? ' (embedded)' : ''}`,
    postgres.encoding,
    migrations.pending === 0 ? 'migrated' : `${migrations.pending} migrations pending: run foyer migrate`,
    brokenLogs === 0 ? 'every session has all its events' : `${brokenLogs} sessions lack events`,
  ];
  return {
    subject,
    isFine: postgres.encoding === 'UTF8' && migrations.pending === 0 && brokenLogs === 0,
    detail: facts.join(', '),
  };
}

async function checkApi({ apiUrl }: SystemSettings): Promise<Finding> {
  const isFine = await isReady(apiUrl);
  return { subject: 'API', isFine, detail: isFine ? apiUrl : `does not answer at ${apiUrl}` };
}

async function checkKey({ apiUrl, apiKey, dataDir }: SystemSettings): Promise<Finding> {
  const subject = 'API key';
  const source = apiKey === null ? join(dataDir, 'api-key') : 'FOYER_API_KEY';
  const key = apiKey ?? readApiKey(dataDir);
  if (key === null) {
    const isFine = await isReady(apiUrl);
    const whence = isFine ? 'keys are made on the console’s Access page' : 'the first start makes it';
    return { subject, isFine, detail: `none in ${source}; ${whence}` };
  }
  const isTaken = await isKeyTaken(apiUrl, key);
  if (isTaken === null)
    return { subject, isFine: false, detail: `the one in ${source} cannot be tried without the API` };
  return { subject, isFine: isTaken, detail: `the one in ${source} is ${isTaken ? 'taken' : 'refused'}` };
}

async function checkConsole({ consoleUrl }: SystemSettings): Promise<Finding> {
  const isFine = await isServing(consoleUrl);
  return { subject: 'Console', isFine, detail: isFine ? consoleUrl : `does not answer at ${consoleUrl}` };
}
