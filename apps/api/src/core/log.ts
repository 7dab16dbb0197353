import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Structured log, on standard output unless told otherwise. Secrets are cut out wherever they could ride along. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    redact: {
      paths: [
        'authorization',
        '*.authorization',
        '*.headers.authorization',
        '*.headers.cookie',
        '*.headers["set-cookie"]',
        '*.password',
        '*.token',
        '*.secret',
      ],
      censor: '[secret]',
    },
    serializers: { err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error for the log: driver errors carry statements' parameters (messages, names), which do not belong there. */
function describeError(err: unknown): unknown {
  if (!(err instanceof Error)) return err;
  const code: unknown = 'code' in err ? err.code : undefined;
  return {
    type: err.name,
    message: err.message,
    ...(code === undefined ? {} : { code }),
    stack: err.stack,
    ...(err.cause === undefined ? {} : { cause: describeError(err.cause) }),
  };
}
