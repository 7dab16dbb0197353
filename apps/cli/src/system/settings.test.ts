import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT, readSettings } from './settings.js';

describe('readSettings', () => {
  it('takes the documented defaults, also where a variable is set to nothing', () => {
    const expected = {
      dataDir: join(PROJECT_ROOT, '.foyer'),
      apiHost: '127.0.0.1',
      apiPort: 4000,
      consoleHost: '127.0.0.1',
      consolePort: 3000,
      apiUrl: 'http://127.0.0.1:4000',
      consoleUrl: 'http://127.0.0.1:3000',
      apiKey: null,
      isEmbedded: true,
    };
    expect(readSettings({})).toEqual(expected);
    expect(readSettings({ FOYER_PORT: '', FOYER_DATA_DIR: '', FOYER_API_KEY: '', FOYER_DATABASE_URL: '' })).toEqual(
      expected,
    );
  });

  it('takes a relative data folder from the root of the project, and an absolute one as it is', () => {
    expect(readSettings({ FOYER_DATA_DIR: 'data' }).dataDir).toBe(join(PROJECT_ROOT, 'data'));
    expect(readSettings({ FOYER_DATA_DIR: '/var/lib/foyer' }).dataDir).toBe('/var/lib/foyer');
  });

  it('leads to the console by an address that can be connected to', () => {
    expect(readSettings({ FOYER_CONSOLE_HOST: '0.0.0.0' })).toMatchObject({
      consoleHost: '0.0.0.0',
      consoleUrl: 'http://127.0.0.1:3000',
    });
  });

  it.each([
    ['0.0.0.0', 'http://127.0.0.1:4000'],
    ['::', 'http://127.0.0.1:4000'],
    ['::1', 'http://[::1]:4000'],
    ['192.0.2.7', 'http://192.0.2.7:4000'],
  ])('reaches an API that listens on %s at %s', (host, url) => {
    expect(readSettings({ FOYER_HOST: host }).apiUrl).toBe(url);
  });

  it.each(['0', '65536', '-1', '4000x', '4e3', ' '])('refuses "%s" as a port, and names the variable', (port) => {
    expect(() => readSettings({ FOYER_PORT: port })).toThrow(
      `FOYER_PORT must be a number from 1 to 65535, and is "${port}".`,
    );
  });

  it('refuses one port for both', () => {
    expect(() => readSettings({ FOYER_PORT: '3000' })).toThrow('FOYER_PORT and FOYER_CONSOLE_PORT are both 3000.');
  });
});
