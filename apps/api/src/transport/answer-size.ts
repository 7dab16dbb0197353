import { Kind, visit, type DocumentNode } from 'graphql';
import { bounds } from '../core/limits.js';
import { tooComplex } from './document-limits.js';

const MIB = 1024 * 1024;

/** Whether a document has aliases: without them each thing that was read stands in the answer once, and was counted then. */
export function hasAliases(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.FIELD]: ({ alias }) => {
      found ||= alias !== undefined;
    },
  });
  return found;
}

/**
 * Refuses an answer that is larger than one may be. Aliases repeat in it what was read once, a hundred times on each level.
 *
 * @throws GraphQLError `QUERY_TOO_COMPLEX`.
 */
export function assertAnswerSize(data: unknown): void {
  const { answerBytesMax } = bounds;
  let bytes = 0;
  const open: unknown[] = [data];
  while (open.length > 0) {
    const value = open.pop();
    bytes += typeof value === 'string' ? value.length : 4;
    if (bytes > answerBytesMax) throw tooLarge(answerBytesMax);
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) open.push(item);
    } else {
      for (const key in value) {
        bytes += key.length;
        open.push((value as Record<string, unknown>)[key]);
      }
    }
  }
}

const tooLarge = (max: number): Error =>
  tooComplex(`The answer has more than ${max / MIB} MiB; ask for fewer fields, or for smaller pages.`);
