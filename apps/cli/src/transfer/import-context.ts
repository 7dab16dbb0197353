import type { FoyerClient } from '@foyer/client';
import type { Report } from './report.js';

/** What every part of an import works with. */
export interface ImportContext {
  readonly client: FoyerClient;
  readonly report: Report;
  /** Aborted when the user asks to stop. */
  readonly stop: AbortSignal;
  /** The moment, in milliseconds since 1970. */
  readonly now: () => number;
  /** The platform under which conversations are kept that say none, instead of the format's own. */
  readonly platform: string | undefined;
}
