import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../core/errors.js';
import { actorOf } from './admission.js';
import type { Metrics } from './metrics.js';

/*
 * What machines look at that keep an eye on this one.
 */

/** How long the database may take to count as ready, in milliseconds; a call waits longer for it. */
const READY_MAX_MS = 2_000;

/** @param instance echoed, so that whoever started this process knows that it is the one that answers. */
export function registerHealth(server: FastifyInstance, ping: () => Promise<void>, instance: string): void {
  server.get('/healthz', (_request, reply) => reply.header('x-foyer-instance', instance).send({ status: 'ok' }));
  // Asked by anybody, however often, the database has one question at a time to answer.
  let asked: Promise<void> | null = null;
  server.get('/readyz', async (_request, reply) => {
    try {
      await (asked ??= Promise.race([ping(), tooLate()]).finally(() => (asked = null)));
      return await reply.send({ status: 'ok' });
    } catch {
      // The reason is the database's and goes to no stranger; the log has it from whoever needed the database.
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}

const tooLate = async (): Promise<never> => {
  await sleep(READY_MAX_MS, undefined, { ref: false });
  throw new Error('The database did not answer in time.');
};

/** @param isOpen whether anybody may look, or keys and operators only; users have no business with the server itself. */
export function registerMetrics(server: FastifyInstance, metrics: Metrics, isOpen: boolean): void {
  server.get('/metrics', async (request, reply) => {
    if (!isOpen && actorOf(request)?.kind === 'user') {
      throw new DomainError('FORBIDDEN', 'The metrics are for API keys and operators.');
    }
    return reply.type(metrics.contentType).send(await metrics.print());
  });
}
