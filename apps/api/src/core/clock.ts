/** Where the time comes from. Everything that decides by time takes one, so that tests can move it. */
export interface Clock {
  /** The current instant, in whole milliseconds. */
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
