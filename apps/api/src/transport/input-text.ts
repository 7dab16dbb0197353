import { Kind, visit, type DocumentNode } from 'graphql';
import { badInput } from '../core/errors.js';
import { textFault } from '../core/text.js';

/*
 * Every text that comes in is one that can be stored: checked here once, for all fields of all operations, variables and literals
 * alike.
 */

/** @throws DomainError `BAD_USER_INPUT`, with the place as `field`, for U+0000 and lone surrogates anywhere in the variables. */
export function assertVariablesText(variables: Readonly<Record<string, unknown>>): void {
  const open: unknown[] = [variables];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string' && textFault(next)) refuseText(variables);
    if (typeof next === 'object' && next !== null) for (const child of Object.values(next)) open.push(child);
  }
}

/** What a place in the input may take to name; the depth is the sender's choice. */
const PATH_CHARS_MAX = 200;

/** Looks again, this time with the way to each text. */
function refuseText(variables: Readonly<Record<string, unknown>>): never {
  const open: { value: unknown; path: string }[] = [{ value: variables, path: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    const fault = typeof value === 'string' ? textFault(value) : null;
    if (fault) throw badInput(path.slice(0, PATH_CHARS_MAX), `${path.slice(0, PATH_CHARS_MAX)} ${fault}.`);
    if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value))
        open.push({ value: child, path: path === '' ? key : `${path}.${key}` });
    }
  }
  throw badInput('variables', 'The variables hold a text that cannot be stored.');
}

/** As `assertVariablesText`, for the texts written in the document itself. */
export function assertDocumentText(document: DocumentNode): void {
  visit(document, {
    [Kind.STRING]: ({ value }) => {
      const fault = textFault(value);
      if (fault) throw badInput('query', `A text in the document ${fault}.`);
    },
  });
}
