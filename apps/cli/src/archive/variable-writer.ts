import { FoyerError } from '@foyer/client';
import type { VariableTarget } from '@foyer/client/graphql';
import { Chunker } from '../transfer/chunks.js';
import type { ImportContext } from '../transfer/import-context.js';
import { assertGoing } from '../transfer/run.js';
import type { VariableLine } from './lines.js';
import { sendItems, type Placed, type RunningPart } from './part.js';

/** Whose variables are written, and which of them they have already. */
export interface VariableHolder {
  readonly target: VariableTarget;
  readonly names: ReadonlySet<string>;
}

type Entry = Placed<VariableLine>;

/**
 * Sets variables that are not there yet, many at once. One that is there stays as it is, whatever its value: an import never
 * writes over what people have done since.
 */
export class VariableWriter {
  readonly #context: ImportContext;
  readonly #part: RunningPart;
  readonly #holder: VariableHolder;
  readonly #chunker = new Chunker<Entry>();

  constructor(context: ImportContext, part: RunningPart, holder: VariableHolder) {
    this.#context = context;
    this.#part = part;
    this.#holder = holder;
  }

  async add(entry: Entry): Promise<void> {
    const { name, expiresAt } = entry.line;
    // Gone for every reader, here as where it comes from.
    if (expiresAt !== null && Date.parse(expiresAt) <= this.#context.now()) return;
    if (this.#holder.names.has(name)) this.#context.report.existing('variables');
    else await this.#send(this.#chunker.add(entry));
  }

  /** Writes what has been gathered. */
  flush(): Promise<void> {
    return this.#send(this.#chunker.take());
  }

  #send(entries: readonly Entry[]): Promise<void> {
    return sendItems(
      entries,
      (some) => this.#set(some),
      ({ place }, error) => {
        // Somebody was faster by a moment.
        if (error instanceof FoyerError && error.code === 'VERSION_CONFLICT')
          this.#context.report.existing('variables');
        else this.#part.refuse(place, error);
      },
    );
  }

  async #set(entries: readonly Entry[]): Promise<void> {
    assertGoing(this.#context.stop);
    const document = 'mutation ImportVariables($input: SetVariablesInput!) { setVariables(input: $input) { version } }';
    const variables = entries.map(({ line: { name, value, expiresAt } }) => ({
      name,
      value,
      expectedVersion: 0,
      ...(expiresAt === null ? {} : { expiresAt }),
    }));
    const input = { target: this.#holder.target, variables };
    await this.#context.client.mutate(document, { input }, { repeatable: true });
    this.#context.report.created('variables', entries.length);
  }
}
