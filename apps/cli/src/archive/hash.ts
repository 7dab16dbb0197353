import { createHash } from 'node:crypto';

/** The same for the same values, and for hardly any others: what two imports of one file both come to, and can meet under. */
export const hashOf = (values: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(values)).digest('hex');
