import { fileURLToPath } from 'node:url';
import { isAbsolute, resolve } from 'node:path';
import { LIMITS } from '@foyer/types/limits';
import { z } from 'zod';

/** The project's root; relative paths in the configuration start here, wherever the process was started. */
const PROJECT_ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** A number as digits: not `1e3` or `0x10`, and not a space, which would count as zero. */
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const port = whole(0, 65_535);
const seconds = whole(1, 31_536_000);
// At least one: zero would not mean never, but at once.
const days = whole(1, 36_500);

const ENVIRONMENT = z.object({
  FOYER_HOST: z.string().min(1).default('127.0.0.1'),
  FOYER_PORT: port.default(4000),
  FOYER_DATA_DIR: z.string().min(1).default('.foyer'),
  FOYER_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  FOYER_DATABASE_POOL: whole(2, 200).default(16),
  FOYER_API_KEY: z
    .string()
    .min(16)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional(),
  FOYER_PLATFORMS: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .pipe(z.array(z.string().regex(LIMITS.platformPattern)))
    .optional(),
  FOYER_IDLE_TIMEOUT_SECONDS: whole(0, LIMITS.idleTimeoutSecondsMax).default(3_600),
  FOYER_SWEEP_SECONDS: seconds.default(10),
  FOYER_PAUSED_DAYS: days.default(90),
  FOYER_RETENTION_DAYS: days.default(30),
  FOYER_IDEMPOTENCY_HOURS: whole(1, 8_760).default(24),
  FOYER_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  FOYER_INSTANCE: z.string().max(100).default(''),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute folder of the embedded database and the first key. */
  readonly dataDir: string;
  /** Where PostgreSQL is; the embedded one where null. */
  readonly databaseUrl: string | null;
  readonly databasePool: number;
  readonly apiKey: string | null;
  /** Platforms that sessions may name; any where null. */
  readonly platforms: readonly string[] | null;
  readonly idleTimeoutSeconds: number;
  readonly sweepSeconds: number;
  readonly pausedDays: number;
  readonly retentionDays: number;
  readonly idempotencyHours: number;
  readonly logLevel: string;
  /** Echoed by the health check, so that whoever started this process knows that it is the one that answers. */
  readonly instance: string;
}

/** A configuration that cannot be used, with every problem in it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration from the environment.
 *
 * @throws ConfigError naming every variable that is wrong.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name.startsWith('FOYER_') && value !== ''),
  );
  const parsed = ENVIRONMENT.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The configuration cannot be used. ${problems.join('; ')}.`);
  }
  const env = parsed.data;
  return Object.freeze({
    host: env.FOYER_HOST,
    port: env.FOYER_PORT,
    dataDir: isAbsolute(env.FOYER_DATA_DIR) ? env.FOYER_DATA_DIR : resolve(PROJECT_ROOT, env.FOYER_DATA_DIR),
    databaseUrl: env.FOYER_DATABASE_URL ?? null,
    databasePool: env.FOYER_DATABASE_POOL,
    apiKey: env.FOYER_API_KEY ?? null,
    platforms: env.FOYER_PLATFORMS ?? null,
    idleTimeoutSeconds: env.FOYER_IDLE_TIMEOUT_SECONDS,
    sweepSeconds: env.FOYER_SWEEP_SECONDS,
    pausedDays: env.FOYER_PAUSED_DAYS,
    retentionDays: env.FOYER_RETENTION_DAYS,
    idempotencyHours: env.FOYER_IDEMPOTENCY_HOURS,
    logLevel: env.FOYER_LOG_LEVEL,
    instance: env.FOYER_INSTANCE,
  });
}
