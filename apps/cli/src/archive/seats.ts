// At most one session of a user, platform and key is active. Where several of an export are not over, and an older one is
// the active one, it has to step aside while a newer one is being filled: it is paused, and marked as unfinished, so
// that a later import gives it back what a killed one could not.
import { FoyerError, type FoyerClient, type Session } from '@foyer/client';
import { finishSession, isUnfinished, markUnfinished, type SessionSettings } from '../transfer/session-target.js';

export class Seats {
  readonly #client: FoyerClient;
  /** Active sessions of this import. Others never step aside. */
  readonly #ours = new Set<string>();
  /** Those that have to become active, and what they are finished with then. */
  readonly #waiting = new Map<string, SessionSettings>();

  constructor(client: FoyerClient) {
    this.#client = client;
  }

  /**
   * Makes a session active by `open`; who has its seat is waited for, and then asked to step aside.
   *
   * @param earlierDone - after it nobody of this import needs the seat any more.
   * @param onDisplaced - told whom to `restore` when the seat is free again.
   * @throws FoyerError `SESSION_CONFLICT` where somebody has the seat who is not of this import.
   */
  async claim(
    open: () => Promise<Session>,
    earlierDone: Promise<void>,
    onDisplaced: (id: string) => void,
  ): Promise<Session> {
    const first = await orConflict(open());
    if (!(first instanceof FoyerError)) return first;
    await earlierDone;
    const second = await orConflict(open());
    if (!(second instanceof FoyerError)) return second;
    onDisplaced(await this.#displace(second));
    return open();
  }

  /** Notes an active session that this import has found complete. */
  know(id: string): void {
    this.#ours.add(id);
  }

  /** Gives an active session what it is finished with, at once or as soon as its seat is free. */
  async activate(id: string, settings: SessionSettings): Promise<void> {
    this.#waiting.set(id, settings);
    await this.restore([id]);
  }

  /** Makes those active again whose seats are free. */
  async restore(ids: Iterable<string>): Promise<void> {
    for (const id of ids) {
      const settings = this.#waiting.get(id);
      if (settings === undefined) continue;
      const resumed = await orConflict(this.#client.resumeSession({ id }));
      if (resumed instanceof FoyerError) continue;
      await finishSession(this.#client, id, settings);
      this.#waiting.delete(id);
      this.#ours.add(id);
    }
  }

  /** Ids of those that wait for their seats. */
  waiting(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  async #displace(conflict: FoyerError): Promise<string> {
    const id = conflict.extensions['activeSessionId'];
    if (typeof id !== 'string' || !this.#ours.has(id)) throw conflict;
    const session = await this.#client.session({ id });
    if (session !== null && !isUnfinished(session)) this.#waiting.set(id, session);
    await markUnfinished(this.#client, id);
    await this.#client.pauseSession({ id });
    return id;
  }
}

/** The session, or the error which says that another one is active in its place. */
async function orConflict(opening: Promise<Session>): Promise<Session | FoyerError> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof FoyerError && error.code === 'SESSION_CONFLICT') return error;
    throw error;
  }
}
