import { isAbsolute } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.js';

const refusal = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (err) {
    expect(err).toBeInstanceOf(ConfigError);
    return (err as Error).message;
  }
  throw new Error(`It was taken: ${JSON.stringify(environment)}`);
};

describe('readConfig', () => {
  it('needs nothing: each variable has its default', () => {
    const { dataDir, ...rest } = readConfig({});
    expect(isAbsolute(dataDir) && dataDir.endsWith('/.foyer')).toBe(true);
    expect(rest).toEqual({
      host: '127.0.0.1',
      port: 4000,
      databaseUrl: null,
      databasePool: 16,
      apiKey: null,
      platforms: null,
      idleTimeoutSeconds: 3_600,
      sweepSeconds: 10,
      pausedDays: 90,
      retentionDays: 30,
      idempotencyHours: 24,
      admin: null,
      consoleUrl: 'http://127.0.0.1:3000',
      loginIdleSeconds: 1_800,
      loginMaxSeconds: 43_200,
      token: { audience: 'foyer', issuer: null, secret: null, jwks: null },
      rates: {
        signInFailuresMax: 5,
        signInWindowSeconds: 900,
        badCredentialsPerMinute: 30,
        tokenRequestsPerMinute: 600,
        keyRequestsPerMinute: null,
      },
      limits: {
        requestBytesMax: 2 * 1024 * 1024,
        socketMessageBytesMax: 2 * 1024 * 1024,
        valueBytesMax: 256 * 1024,
        answerBytesMax: 16 * 1024 * 1024,
        pageSizeMax: 100,
        document: { tokensMax: 4_000, depthMax: 12, fieldsMax: 2_000, aliasesMax: 100, costMax: 200_000 },
      },
      sockets: { initSeconds: 10, pingSeconds: 30, operationsMax: 100, strangersMax: 1_000 },
      allowedOrigins: [],
      trustedProxies: ['loopback'],
      isProduction: false,
      ide: true,
      logLevel: 'info',
      instance: '',
    });
  });

  it('takes what is given, and an empty variable for an absent one', () => {
    const config = readConfig({
      FOYER_PORT: '0',
      FOYER_DATA_DIR: '/var/lib/foyer',
      FOYER_DATABASE_URL: 'postgresql://foyer:secret@db.example:5432/foyer?sslmode=require',
      FOYER_API_KEY: '',
      FOYER_PLATFORMS: ' telegram, web ,',
      FOYER_IDLE_TIMEOUT_SECONDS: '0',
      PORT: '80',
    });
    expect(config).toMatchObject({
      port: 0,
      dataDir: '/var/lib/foyer',
      databaseUrl: 'postgresql://foyer:secret@db.example:5432/foyer?sslmode=require',
      apiKey: null,
      platforms: ['telegram', 'web'],
      idleTimeoutSeconds: 0,
    });
  });

  it.each([
    ['FOYER_PORT', ['65536', '-1', '1.5', '4000x', '0x10', '1e3', ' ', 'NaN']],
    ['FOYER_DATABASE_POOL', ['1', '201', 'many']],
    ['FOYER_IDLE_TIMEOUT_SECONDS', ['-1', '31536001']],
    ['FOYER_SWEEP_SECONDS', ['0', '1.5']],
    ['FOYER_RETENTION_DAYS', ['-1', '36501']],
    ['FOYER_IDEMPOTENCY_HOURS', ['0', '8761']],
    ['FOYER_DATABASE_URL', ['mysql://db/foyer', 'db.example', 'postgres//']],
    [
      'FOYER_API_KEY',
      ['short', 'x'.repeat(201), 'with a space in it', 'key-with-ünicode-in-it', 'my.dotted.secret-key-123456'],
    ],
    ['FOYER_PLATFORMS', ['Telegram', 'telegram,../x', 'a b']],
    ['FOYER_LOG_LEVEL', ['loud', 'INFO']],
    ['FOYER_REQUEST_BYTES_MAX', ['1000', '100000000', '2MiB']],
    ['FOYER_SOCKET_MESSAGE_BYTES_MAX', ['0', '100000000']],
    ['FOYER_SOCKET_INIT_SECONDS', ['0', '301']],
    ['FOYER_SOCKET_PING_SECONDS', ['0', '3601']],
    ['FOYER_SOCKET_OPERATIONS_MAX', ['0', '10001']],
    ['FOYER_VALUE_BYTES_MAX', ['1', '100000000']],
    ['FOYER_ANSWER_BYTES_MAX', ['1000', '1000000000']],
    ['FOYER_PAGE_SIZE_MAX', ['24', '1001']],
    ['FOYER_DOCUMENT_TOKENS_MAX', ['1', '1000000']],
    ['FOYER_DOCUMENT_DEPTH_MAX', ['1', '51']],
    ['FOYER_DOCUMENT_FIELDS_MAX', ['1', '100000']],
    ['FOYER_DOCUMENT_ALIASES_MAX', ['-1', '10001']],
    ['FOYER_DOCUMENT_COST_MAX', ['1', '100000000']],
    ['FOYER_ALLOWED_ORIGINS', ['app.example', 'ftp://app.example', '*']],
    ['FOYER_IDE', ['yes', 'true']],
  ])('refuses %s outside its bounds, and names it', (name, values) => {
    for (const value of values) expect(refusal({ [name]: value })).toContain(name);
  });

  it('names every problem at once, and no secret', () => {
    const message = refusal({
      FOYER_PORT: 'x',
      FOYER_SWEEP_SECONDS: '0',
      FOYER_API_KEY: 'canary',
      FOYER_DATABASE_URL: 'mysql://user:canary@db/foyer',
    });
    for (const name of ['FOYER_PORT', 'FOYER_SWEEP_SECONDS', 'FOYER_API_KEY', 'FOYER_DATABASE_URL'])
      expect(message).toContain(`${name}: `);
    expect(message).not.toContain('canary');
    expect(message).not.toContain('\n');
  });

  it('gives what nobody can change', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});
