import { once } from 'node:events';
import { createServer } from 'node:net';
import { readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { StartBench, watchEnds, type FoyerRun } from '../testing/running-foyer.js';

// Everything is started for real, on a machine that does other things too.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let bench: StartBench;
beforeAll(async () => {
  bench = await StartBench.make();
});
afterAll(() => bench.clear());

const api = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${bench.port}${path}`, init);

function ask(query: string): Promise<Response> {
  const key = readFileSync(join(bench.dataDir, 'api-key'), 'utf8').trim();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  return api('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
}

// One Foyer serves for several tests: a start takes seconds, and what is tested here is mostly how it ends.
describe('foyer start', () => {
  let run: FoyerRun;
  beforeAll(async () => {
    run = await bench.start();
  });

  it('serves the API and the console, and says where and with which key', async () => {
    const key = readFileSync(join(bench.dataDir, 'api-key'), 'utf8').trim();
    expect(run.text).toContain(`http://127.0.0.1:${bench.consolePort}`);
    expect(run.text).toContain(`http://127.0.0.1:${bench.port}/graphql`);
    expect(run.text.split(key)).toHaveLength(2);
    expect(run.text).toMatch(
      new RegExp(`First visit +http://127\\.0\\.0\\.1:${bench.consolePort}/setup#[\\w-]{20,}\\n`),
    );
    expect(statSync(join(bench.dataDir, 'api-key')).mode & 0o777).toBe(0o600);
    expect((await ask('{ __typename }')).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${bench.consolePort}`)).status).toBeLessThan(400);
  });

  it('is not disturbed by a second one on its data folder, which names it', async () => {
    const second = bench.run('start');
    expect(await second.ended()).toBe(1);
    expect(second.text).toBe(
      `Foyer is already running on ${bench.dataDir} (process ${run.child.pid}). Stop it first, or set FOYER_DATA_DIR to another folder.\n`,
    );
    expect((await api('/readyz')).status).toBe(200);
  });

  it('is found fine by foyer doctor', async () => {
    const doctor = bench.run('doctor');
    expect(await doctor.ended()).toBe(0);
    expect(doctor.text.match(/^✓ /gm)).toHaveLength(6);
  });

  it('goes on while foyer migrate brings the database up to date', async () => {
    const migrate = bench.run('migrate');
    expect([await migrate.ended(), migrate.text]).toEqual([0, 'The database is up to date.\n']);
    expect((await api('/readyz')).status).toBe(200);
  });

  it('ends the console, then the API, which ends the database', async () => {
    const { starter, api, console, postgres } = bench.processes();
    const ends = watchEnds({ console, postgres, api, starter });
    expect(await run.end('SIGINT')).toBe(0);
    expect(await ends).toEqual(['console', 'postgres', 'api', 'starter']);
    const log = readFileSync(join(bench.dataDir, 'logs/api.log'), 'utf8');
    expect(log.trim().split('\n').at(-1)).toContain('database system is shut down');
  });
});

describe('foyer start, where the key is gone', () => {
  it('starts all the same, and says where keys are made', async () => {
    const file = join(bench.dataDir, 'api-key');
    renameSync(file, `${file}.away`);
    const run = await bench.start();
    expect(run.text).toMatch(
      new RegExp(
        `API key +made on the console’s Access page: http://127\\.0\\.0\\.1:${bench.consolePort}/access/keys\\n`,
      ),
    );
    const doctor = bench.run('doctor');
    expect([await doctor.ended(), doctor.text.match(/^✓ /gm)?.length]).toEqual([0, 6]);
    expect(await run.end('SIGTERM')).toBe(0);
    renameSync(`${file}.away`, file);
  });
});

describe('foyer start, killed', () => {
  it('leaves nothing behind, and starts again', async () => {
    const killed = await bench.start();
    const { api, console, postgres } = bench.processes();
    await killed.end('SIGKILL');
    const run = await bench.start();
    expect((await watchEnds({ api, console, postgres })).sort()).toEqual(['api', 'console', 'postgres']);
    expect((await ask('{ __typename }')).status).toBe(200);
    expect(await run.end('SIGTERM')).toBe(0);
  });

  it('is no hindrance where its parts live on and still hold the ports', async () => {
    const killed = await bench.start();
    const { api, console } = bench.processes();
    // Stopped, they do not notice that their starter is gone.
    for (const { pid } of [api, console]) process.kill(pid, 'SIGSTOP');
    await killed.end('SIGKILL');
    const restarting = bench.start();
    await sleep(300);
    for (const { pid } of [api, console]) process.kill(pid, 'SIGCONT');
    const run = await restarting;
    expect(await watchEnds({ api, console })).toHaveLength(2);
    expect(await run.end('SIGTERM')).toBe(0);
  });
});

describe('foyer start, in trouble', () => {
  it('says which part has ended by itself, ends the rest, and fails', async () => {
    const run = await bench.start();
    const { api, console, postgres } = bench.processes();
    process.kill(api.pid, 'SIGKILL');
    expect(await run.ended()).toBe(1);
    expect(run.text).toContain('The API has ended by itself (signal SIGKILL).');
    expect(await watchEnds({ console, postgres })).toHaveLength(2);
  });

  it('ends at once when it is asked a second time', async () => {
    const run = await bench.start();
    const { console, api } = bench.processes();
    process.kill(console.pid, 'SIGSTOP');
    run.child.kill('SIGINT');
    // The same Ctrl-C may arrive twice, from the terminal and from npm: that is no second one.
    run.child.kill('SIGINT');
    await sleep(500);
    expect(run.child.exitCode).toBeNull();
    await run.end('SIGINT');
    expect(await watchEnds({ console, api })).toHaveLength(2);
  });
});

describe('foyer, where nothing runs', () => {
  it('refuses to start on a busy port, and names the variable that changes it and who holds it', async () => {
    const server = createServer();
    await once(server.listen(bench.consolePort, '127.0.0.1'), 'listening');
    const run = bench.run('start');
    expect(await run.ended()).toBe(1);
    expect(run.text).toMatch(
      new RegExp(
        `^Port ${bench.consolePort} is in use by .+ \\(process ${process.pid}\\)\\. Set FOYER_CONSOLE_PORT to another port`,
      ),
    );
    server.close();
  });

  it('migrates a database that it starts and ends itself', async () => {
    const migrate = bench.run('migrate');
    expect([await migrate.ended(), migrate.text]).toEqual([0, 'The database is up to date.\n']);
  });

  it('fails in doctor, and says what is missing', async () => {
    const doctor = bench.run('doctor');
    expect(await doctor.ended()).toBe(1);
    expect(doctor.text).toContain(`✗ API          does not answer at http://127.0.0.1:${bench.port}`);
    expect(doctor.text).toMatch(/✓ PostgreSQL {3}18\.\d+ \(embedded\), UTF8/);
  });
});
