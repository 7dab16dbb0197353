/** A failure that is explained by its message alone: one plain sentence for the person at the terminal. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}
