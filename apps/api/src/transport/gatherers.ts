import type { Actor } from '../core/context.js';
import { Gatherer } from '../core/gather.js';

/** One for each caller: nobody's reads are gathered with another's, who may see other things. */
const gatherers = new WeakMap<Actor, Gatherer>();

/** What gathers the reads of a caller, by whichever edge they ask. */
export function gathererOf(actor: Actor): Gatherer {
  const gatherer = gatherers.get(actor) ?? new Gatherer();
  gatherers.set(actor, gatherer);
  return gatherer;
}
