import { AppVariablesDocument } from '@foyer/client/graphql';
import type { ImportContext } from '../transfer/import-context.js';
import { BadLine } from '../transfer/shape.js';
import type { ArchiveLine } from './lines.js';
import { PartRefused, type PartWork, type RunningPart } from './part.js';
import { VariableWriter } from './variable-writer.js';

/** Brings in variables of the app. */
export class AppWork implements PartWork {
  readonly #context: ImportContext;

  constructor(context: ImportContext) {
    this.#context = context;
  }

  accepts(line: ArchiveLine): boolean {
    return line.type === 'variable' && line.scope === 'APP';
  }

  async run(part: RunningPart): Promise<void> {
    // Variables of the app that stand elsewhere in the file are another part, which may be at work on the same names.
    await part.order.earlierDone;
    const { appVariables } = await this.#context.client.query(AppVariablesDocument, {});
    const names = new Set(appVariables.map(({ name }) => name));
    const writer = new VariableWriter(this.#context, part, { target: { scope: 'APP' }, names });
    for await (const { line, place } of part.lines) {
      if (line.type === 'variable') await writer.add({ line, place });
    }
    await writer.flush();
  }
}

/** Refuses lines of a session that do not stand between its own line and its status. */
export class StrayWork implements PartWork {
  readonly #session: string;

  constructor(session: string) {
    this.#session = session;
  }

  accepts(line: ArchiveLine): boolean {
    return 'session' in line && line.type !== 'session' && line.session === this.#session;
  }

  async run({ lines }: RunningPart): Promise<void> {
    for await (const { place } of lines) {
      throw new PartRefused(place, new BadLine(`The line does not stand among those of session ${this.#session}.`));
    }
  }
}
