import { ConfigError, readConfig, type Config } from './core/config.js';
import { createLog } from './core/log.js';
import { migrate } from './core/migrate.js';
import { EmbeddedPostgresError } from './core/postgres/embedded-postgres-error.js';
import { diagnose } from './doctor.js';
import { atLeisure, openDatabase, startApi } from './start.js';

/** How long a shutdown may take before the process ends without it, in milliseconds. */
const SHUTDOWN_MAX_MS = 30_000;

/** `main.js` serves; `main.js migrate` only migrates; `main.js doctor` prints what it finds as JSON. */
async function main(command: string): Promise<void> {
  if (!['serve', 'migrate', 'doctor'].includes(command)) throw new Error(`there is no command ${command}`);
  const config = readConfig();
  const log = createLog(config.logLevel);
  if (command === 'serve') return serve(config);
  const database = await openDatabase(config, log, { join: true });
  try {
    const answer = await atLeisure(database, async (dataSource) =>
      command === 'doctor' ? diagnose(dataSource, database.isEmbedded) : { migrated: await migrate(dataSource) },
    );
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  } finally {
    await database.close();
  }
}

async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const { app, address, stop } = await startApi(config, log);
  log.info({ address }, 'Foyer is listening');
  const setUpToken = await app.setUpToken();
  // Behind the hash it goes to no server and into no log.
  const setUpUrl = setUpToken === null ? null : `${config.consoleUrl}/setup#${setUpToken}`;
  if (process.send) process.send({ ready: address, setUpUrl });
  else if (setUpUrl !== null) process.stdout.write(`There is no operator yet. Make the first one: ${setUpUrl}\n`);

  let stopping = false;
  const shutDown = (why: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'Foyer is stopping');
    setTimeout(() => process.exit(1), SHUTDOWN_MAX_MS).unref();
    stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'the shutdown failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => shutDown('SIGINT'));
  process.on('SIGTERM', () => shutDown('SIGTERM'));
  // The process that started this one is gone: nobody else would end it.
  process.on('disconnect', () => shutDown('the parent process is gone'));
}

/** One plain sentence for what keeps the API from starting. */
function sentenceOf(err: unknown): string {
  if (err instanceof ConfigError || err instanceof EmbeddedPostgresError) return err.message;
  const { code, message, port, path } = err as { code?: string; message?: string; port?: number; path?: string };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program; end it, or set FOYER_PORT to another port.`;
    case 'EACCES':
    case 'EROFS':
    case 'ENOTDIR':
      return path === undefined
        ? `Port ${port} may not be used by this user; set FOYER_PORT to another port.`
        : `${path} cannot be written; set FOYER_DATA_DIR to a folder that can.`;
    case 'ENOSPC':
      return 'The disk is full; free some space and start again.';
    case '3D000':
    case '28P01':
    case '28000':
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
      return `The database of FOYER_DATABASE_URL cannot be used: ${message}.`;
    default:
      return `Foyer could not start: ${message ?? String(err)}.`;
  }
}

main(process.argv[2] ?? 'serve').catch((err: unknown) => {
  process.stderr.write(`${sentenceOf(err)}\n`);
  process.exit(1);
});
