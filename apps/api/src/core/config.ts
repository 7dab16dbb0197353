import { fileURLToPath } from 'node:url';
import { isAbsolute, resolve } from 'node:path';
import { LIMITS } from '@foyer/types/limits';
import { z } from 'zod';
import { DEFAULT_BOUNDS, type Bounds } from './limits.js';

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

const perMinute = whole(1, 1_000_000);
const KIB = 1024;
const MIB = 1024 * KIB;
const onOff = z.enum(['on', 'off']).transform((word) => word === 'on');

const commaSeparated = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** Members of a JSON Web Key that only a private or a shared one has (RFC 7518 §6). */
const PRIVATE_MEMBERS = ['d', 'k'];

const isLocal = ({ hostname }: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);

function isKeySet(text: string): boolean {
  // Whoever can change the keys on their way could sign for anybody.
  if (/^https?:\/\//.test(text)) return URL.canParse(text) && (text.startsWith('https:') || isLocal(new URL(text)));
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    return Array.isArray(keys) && keys.every((key: object) => !PRIVATE_MEMBERS.some((member) => member in key));
  } catch {
    return false;
  }
}

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
    .refine((key) => !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(key), 'must not look like a JSON Web Token')
    .optional(),
  FOYER_PLATFORMS: z
    .string()
    .transform(commaSeparated)
    .pipe(z.array(z.string().regex(LIMITS.platformPattern)))
    .optional(),
  FOYER_IDLE_TIMEOUT_SECONDS: whole(0, LIMITS.idleTimeoutSecondsMax).default(3_600),
  FOYER_SWEEP_SECONDS: seconds.default(10),
  FOYER_PAUSED_DAYS: days.default(90),
  FOYER_RETENTION_DAYS: days.default(30),
  FOYER_IDEMPOTENCY_HOURS: whole(1, 8_760).default(24),
  FOYER_ADMIN_EMAIL: z.string().min(3).max(254).optional(),
  FOYER_ADMIN_PASSWORD: z.string().min(1).optional(),
  FOYER_CONSOLE_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000'),
  FOYER_LOGIN_IDLE_SECONDS: seconds.default(1_800),
  FOYER_LOGIN_MAX_SECONDS: seconds.default(43_200),
  FOYER_TOKEN_AUDIENCE: z.string().min(1).max(200).default('foyer'),
  FOYER_TOKEN_ISSUER: z.string().min(1).max(200).optional(),
  // As long as what it signs with is wide (RFC 7518 §3.2).
  FOYER_TOKEN_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  FOYER_TOKEN_JWKS: z
    .string()
    .refine(isKeySet, 'must be the address of a JSON Web Key Set, or one with public keys alone')
    .optional(),
  FOYER_SIGN_IN_FAILURES: whole(1, 1_000).default(5),
  FOYER_SIGN_IN_WINDOW_SECONDS: seconds.default(900),
  FOYER_BAD_CREDENTIALS_PER_MINUTE: perMinute.default(30),
  FOYER_TOKEN_REQUESTS_PER_MINUTE: perMinute.default(600),
  FOYER_KEY_REQUESTS_PER_MINUTE: perMinute.optional(),
  FOYER_ALLOWED_ORIGINS: z
    .string()
    .transform(commaSeparated)
    .pipe(z.array(z.url({ protocol: /^https?$/ })))
    .default([]),
  FOYER_REQUEST_BYTES_MAX: whole(64 * KIB, 64 * MIB).default(LIMITS.requestBytesMax),
  FOYER_SOCKET_MESSAGE_BYTES_MAX: whole(64 * KIB, 64 * MIB).default(LIMITS.requestBytesMax),
  FOYER_SOCKET_INIT_SECONDS: whole(1, 300).default(10),
  FOYER_SOCKET_PING_SECONDS: whole(1, 3_600).default(30),
  FOYER_SOCKET_OPERATIONS_MAX: whole(1, 10_000).default(100),
  FOYER_SOCKET_STRANGERS_MAX: whole(1, 100_000).default(1_000),
  FOYER_VALUE_BYTES_MAX: whole(KIB, 16 * MIB).default(DEFAULT_BOUNDS.valueBytesMax),
  FOYER_ANSWER_BYTES_MAX: whole(MIB, 256 * MIB).default(DEFAULT_BOUNDS.answerBytesMax),
  // No less than a page has where nobody says how long it is to be.
  FOYER_PAGE_SIZE_MAX: whole(LIMITS.pageSizeDefault, 1_000).default(DEFAULT_BOUNDS.pageSizeMax),
  FOYER_DOCUMENT_TOKENS_MAX: whole(500, 100_000).default(4_000),
  FOYER_DOCUMENT_DEPTH_MAX: whole(5, 50).default(12),
  FOYER_DOCUMENT_FIELDS_MAX: whole(50, 50_000).default(2_000),
  FOYER_DOCUMENT_ALIASES_MAX: whole(0, 10_000).default(100),
  FOYER_DOCUMENT_COST_MAX: whole(2_000, 10_000_000).default(200_000),
  FOYER_TRUSTED_PROXIES: z.string().transform(commaSeparated).default(['loopback']),
  NODE_ENV: z.string().optional(),
  FOYER_IDE: onOff.optional(),
  FOYER_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  FOYER_INSTANCE: z.string().max(100).default(''),
});

/** How large one request, its document and its answer may be. */
export interface Limits extends Bounds {
  readonly requestBytesMax: number;
  readonly socketMessageBytesMax: number;
  readonly document: DocumentLimits;
}

/** Counts are after fragments are put in place. */
export interface DocumentLimits {
  /** Also keeps the parser, which is recursive, within its stack. */
  readonly tokensMax: number;
  readonly depthMax: number;
  readonly fieldsMax: number;
  readonly aliasesMax: number;
  /** Fields that the answer can have, pages at their full size; what else counts, the transport says. */
  readonly costMax: number;
}

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
  /** The first operator, where there is none yet; null where a link to make one is printed. */
  readonly admin: { readonly email: string; readonly password: string } | null;
  /** Where browsers find the console: its requests count as from here. */
  readonly consoleUrl: string;
  readonly loginIdleSeconds: number;
  readonly loginMaxSeconds: number;
  /** Of user tokens; how the app signs them by itself. */
  readonly token: {
    readonly audience: string;
    readonly issuer: string | null;
    readonly secret: string | null;
    readonly jwks: string | null;
  };
  readonly rates: {
    readonly signInFailuresMax: number;
    readonly signInWindowSeconds: number;
    readonly badCredentialsPerMinute: number;
    readonly tokenRequestsPerMinute: number;
    readonly keyRequestsPerMinute: number | null;
  };
  readonly limits: Limits;
  readonly sockets: {
    /** How long a socket may take to say who it is. */
    readonly initSeconds: number;
    /** How often sockets are pinged; who has not answered by the next time is gone. */
    readonly pingSeconds: number;
    /** Operations that one socket may have running. */
    readonly operationsMax: number;
    /** Open from one place of the network without anybody having said who it is. */
    readonly strangersMax: number;
  };
  /** Pages of other places that may ask from a browser. */
  readonly allowedOrigins: readonly string[];
  /** Whose word on where a request comes from is taken. */
  readonly trustedProxies: readonly string[];
  readonly isProduction: boolean;
  /** Whether `GET /graphql` shows the IDE. */
  readonly ide: boolean;
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
    Object.entries(environment).filter(
      ([name, value]) => (name.startsWith('FOYER_') || name === 'NODE_ENV') && value !== '',
    ),
  );
  const parsed = ENVIRONMENT.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The configuration cannot be used. ${problems.join('; ')}.`);
  }
  return Object.freeze({ ...settingsOf(parsed.data), ...accessOf(parsed.data) });
}

type Environment = z.output<typeof ENVIRONMENT>;
type AccessKey =
  | 'admin'
  | 'consoleUrl'
  | 'loginIdleSeconds'
  | 'loginMaxSeconds'
  | 'token'
  | 'rates'
  | 'limits'
  | 'sockets'
  | 'allowedOrigins'
  | 'trustedProxies';

const settingsOf = (env: Environment): Omit<Config, AccessKey> => ({
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
  isProduction: env.NODE_ENV === 'production',
  ide: env.FOYER_IDE ?? env.NODE_ENV !== 'production',
  logLevel: env.FOYER_LOG_LEVEL,
  instance: env.FOYER_INSTANCE,
});

/** Who may come in, from where, how often, and with how much. */
const accessOf = (env: Environment): Pick<Config, AccessKey> => ({
  admin: adminOf(env.FOYER_ADMIN_EMAIL, env.FOYER_ADMIN_PASSWORD),
  consoleUrl: env.FOYER_CONSOLE_URL,
  loginIdleSeconds: env.FOYER_LOGIN_IDLE_SECONDS,
  loginMaxSeconds: env.FOYER_LOGIN_MAX_SECONDS,
  token: {
    audience: env.FOYER_TOKEN_AUDIENCE,
    issuer: env.FOYER_TOKEN_ISSUER ?? null,
    secret: env.FOYER_TOKEN_SECRET ?? null,
    jwks: env.FOYER_TOKEN_JWKS ?? null,
  },
  rates: {
    signInFailuresMax: env.FOYER_SIGN_IN_FAILURES,
    signInWindowSeconds: env.FOYER_SIGN_IN_WINDOW_SECONDS,
    badCredentialsPerMinute: env.FOYER_BAD_CREDENTIALS_PER_MINUTE,
    tokenRequestsPerMinute: env.FOYER_TOKEN_REQUESTS_PER_MINUTE,
    keyRequestsPerMinute: env.FOYER_KEY_REQUESTS_PER_MINUTE ?? null,
  },
  limits: limitsOf(env),
  sockets: {
    initSeconds: env.FOYER_SOCKET_INIT_SECONDS,
    pingSeconds: env.FOYER_SOCKET_PING_SECONDS,
    operationsMax: env.FOYER_SOCKET_OPERATIONS_MAX,
    strangersMax: env.FOYER_SOCKET_STRANGERS_MAX,
  },
  allowedOrigins: env.FOYER_ALLOWED_ORIGINS.map((origin) => new URL(origin).origin),
  trustedProxies: env.FOYER_TRUSTED_PROXIES,
});

const limitsOf = (env: Environment): Limits => ({
  requestBytesMax: env.FOYER_REQUEST_BYTES_MAX,
  socketMessageBytesMax: env.FOYER_SOCKET_MESSAGE_BYTES_MAX,
  valueBytesMax: env.FOYER_VALUE_BYTES_MAX,
  answerBytesMax: env.FOYER_ANSWER_BYTES_MAX,
  pageSizeMax: env.FOYER_PAGE_SIZE_MAX,
  document: {
    tokensMax: env.FOYER_DOCUMENT_TOKENS_MAX,
    depthMax: env.FOYER_DOCUMENT_DEPTH_MAX,
    fieldsMax: env.FOYER_DOCUMENT_FIELDS_MAX,
    aliasesMax: env.FOYER_DOCUMENT_ALIASES_MAX,
    costMax: env.FOYER_DOCUMENT_COST_MAX,
  },
});

function adminOf(email: string | undefined, password: string | undefined): Config['admin'] {
  if (email === undefined && password === undefined) return null;
  if (email !== undefined && password !== undefined) return { email, password };
  throw new ConfigError('FOYER_ADMIN_EMAIL and FOYER_ADMIN_PASSWORD go together; set both or none.');
}
