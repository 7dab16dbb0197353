import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startProcess, type ApiProcess } from './testing/api-process.js';
import { send } from './testing/listening-api.js';

const PATIENCE_MS = 60_000;

describe('the API as a process', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'foyer-main-'));
  const environment = { FOYER_DATA_DIR: dataDir, FOYER_PORT: '0', FOYER_INSTANCE: 'this one' };
  let running: ApiProcess;
  let headers: Record<string, string>;
  // Under root PostgreSQL runs as another user, who has to pass through here.
  beforeAll(() => chmodSync(dataDir, 0o711));
  beforeAll(start, PATIENCE_MS);
  afterAll(async () => {
    running.child.kill('SIGKILL');
    await running.ended;
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    running = startProcess(environment);
    await running.port;
    const key = readFileSync(join(dataDir, 'api-key'), 'utf8').trim();
    headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  }

  it('makes its database and its key, which only its user can read, and says when it listens', async () => {
    expect(statSync(join(dataDir, 'api-key')).mode & 0o777).toBe(0o600);
    const body = JSON.stringify({ query: '{ viewer { kind scopes } }' });
    const answer = await send(await running.port, { method: 'POST', headers, body });
    expect(answer.data).toEqual({ viewer: { kind: 'APP', scopes: ['ADMIN'] } });
    const health = await send(await running.port, { path: '/healthz' });
    expect(health.headers['x-foyer-instance']).toBe('this one');
    expect(running.stdout()).not.toContain(headers['authorization']?.slice(7));
  });

  it('migrates and diagnoses beside a running one, on the same database', async () => {
    const [migrated, diagnosis] = await Promise.all([
      startProcess({ ...environment, FOYER_LOG_LEVEL: 'silent' }, 'migrate').ended,
      startProcess({ ...environment, FOYER_LOG_LEVEL: 'silent' }, 'doctor').ended,
    ]);
    expect(migrated).toEqual({ code: 0, stdout: '{"migrated":[]}\n', stderr: '' });
    expect(JSON.parse(diagnosis.stdout)).toMatchObject({
      postgres: { encoding: 'UTF8', embedded: true },
      brokenLogs: 0,
    });
    expect(diagnosis).toMatchObject({ code: 0, stderr: '' });
  });

  it('refuses a second one on its data folder with one sentence, and goes on', async () => {
    const { code, stderr } = await startProcess(environment).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Another Foyer \(process \d+\) is running on the data folder .*\.\n$/);
    expect((await send(await running.port, { path: '/readyz' })).status).toBe(200);
  });

  it(
    'ends at SIGTERM with what runs finished and nothing new taken, within seconds',
    async () => {
      const port = await running.port;
      const body = JSON.stringify({ query: 'mutation { upsertUser(input: {}) { id } }' });
      const socket = connect(port, '127.0.0.1');
      const head = [
        'POST /graphql HTTP/1.1',
        'Host: x',
        ...Object.entries(headers).map((line) => line.join(': ')),
        `Content-Length: ${body.length}`,
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 20)}`);
      const idle = new Agent({ keepAlive: true });
      const [response] = (await once(request({ port, path: '/readyz', agent: idle }).end(), 'response')) as [
        NodeJS.ReadableStream,
      ];
      response.resume();
      await once(response, 'end');

      running.child.kill('SIGTERM');
      await vi.waitFor(() => expect(running.stdout()).toContain('Foyer is stopping'), PATIENCE_MS);
      await vi.waitFor(() => expect(send(port, { path: '/healthz' })).rejects.toThrow(/ECONNREFUSED/), PATIENCE_MS);
      socket.write(body.slice(20));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 .*"upsertUser":\{"id":/s);
      const from = performance.now();
      expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
      expect(performance.now() - from).toBeLessThan(10_000);
      idle.destroy();
    },
    PATIENCE_MS,
  );

  it(
    'starts again with what it had, and ends when whoever started it is gone',
    async () => {
      const { authorization } = headers;
      await start();
      expect(headers['authorization']).toBe(authorization);
      const answer = await send(await running.port, {
        method: 'POST',
        headers,
        body: '{"query":"{ users { totalCount } }"}',
      });
      expect(answer.data).toEqual({ users: { totalCount: 1 } });
      running.child.disconnect();
      expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    },
    PATIENCE_MS,
  );

  it(
    'says in one sentence which port is taken, and leaves no database behind',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const { code, stderr } = await startProcess({ ...environment, FOYER_PORT: String(port) }).ended;
      other.close();
      expect([code, stderr]).toEqual([
        1,
        `Port ${port} is in use by another program; end it, or set FOYER_PORT to another port.\n`,
      ]);
      expect(await startProcess({ ...environment, FOYER_LOG_LEVEL: 'silent' }, 'doctor').ended).toMatchObject({
        code: 0,
      });
    },
    PATIENCE_MS,
  );
});

describe('the API as a process that cannot start', () => {
  const refusal = async (environment: Record<string, string>, ...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await startProcess(environment, ...args).ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^[^\n]+\.\n$/);
    return stderr;
  };

  it('names every problem of its configuration, and no secret', async () => {
    const message = await refusal({
      FOYER_PORT: 'x',
      FOYER_SWEEP_SECONDS: '0',
      FOYER_API_KEY: 'canary',
      FOYER_DATABASE_URL: 'mysql://user:canary@db/foyer',
    });
    for (const name of ['FOYER_PORT', 'FOYER_SWEEP_SECONDS', 'FOYER_API_KEY', 'FOYER_DATABASE_URL'])
      expect(message).toContain(name);
    expect(message).not.toContain('canary');
  });

  it('says that the database of the configuration is not there, and why', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    for (const host of ['127.0.0.1', 'localhost']) {
      const message = await refusal({
        FOYER_API_KEY: 'foyer_sk_0123456789',
        FOYER_DATABASE_URL: `postgres://foyer:canary@${host}:${port}/foyer`,
      });
      expect(message).toMatch(/^The database of FOYER_DATABASE_URL cannot be used: .*ECONNREFUSED.*\.\n$/);
      expect(message).not.toContain('canary');
    }
  });

  it('says that it cannot write where it should', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'foyer-file-')), 'file');
    writeFileSync(file, '');
    expect(await refusal({ FOYER_DATA_DIR: file })).toContain(file);
    rmSync(join(file, '..'), { recursive: true });
  });

  it('knows its commands', async () => {
    expect(await refusal({}, 'migrat')).toContain('migrat');
  });
});
