// Foyer's own format, which `foyer export` writes: see docs/format.md.
import { parseLine, type ArchiveLine } from '../archive/lines.js';
import { Order } from '../archive/order.js';
import { AppWork, StrayWork } from '../archive/other-work.js';
import { Part, type PartWork } from '../archive/part.js';
import { Seats } from '../archive/seats.js';
import { SessionWork } from '../archive/session-work.js';
import { UserMaking } from '../archive/user-making.js';
import { UserWork } from '../archive/user-work.js';
import type { ImportContext } from '../transfer/import-context.js';
import type { Line } from '../transfer/lines.js';
import { refuseOrThrow, type Job } from '../transfer/run.js';
import { BadLine } from '../transfer/shape.js';
import type { Format, SourceFile } from './format.js';

export const foyer: Format = {
  name: 'foyer',
  summary: "Foyer's own: what `foyer export` writes",
  jobs: (file, context) => readParts(file, context),
};

/** Cuts the file into parts. A part runs as soon as its first line is known, and is handed the others as they are read. */
async function* readParts(file: SourceFile, context: ImportContext): AsyncGenerator<Job, void> {
  const order = new Order();
  const shared = { seats: new Seats(context.client), making: new UserMaking(context.client) };
  let part = null as Part | null;
  let hasHeader = false;
  try {
    for await (const source of file.lines()) {
      const place = { file: file.name, line: source.number };
      const line = readLine(source, hasHeader);
      if (line instanceof BadLine) {
        refuseOrThrow(context.report, place, line);
        part?.spoil();
      }
      if (line instanceof BadLine && !hasHeader) return;
      hasHeader = true;
      if (line instanceof BadLine || line.type === 'foyer') continue;
      if (part?.accepts(line) !== true) {
        part?.close();
        const opened = new Part(workOf(line, context, shared), order.take(), context);
        part = opened;
        yield () => opened.run();
      }
      await part.push({ line, place }, 'text' in source ? source.text.length : 0);
      if (line.type !== 'status') continue;
      // What comes next is not its own, whatever it is: a line that cannot be read would otherwise be held against it.
      part.close();
      part = null;
    }
    part?.close();
    const { earlierDone } = order.take();
    yield () => earlierDone.then(() => shared.seats.restore(shared.seats.waiting()));
  } finally {
    part?.close();
  }
}

function readLine(source: Line, hasHeader: boolean): ArchiveLine | BadLine {
  try {
    if ('fault' in source) throw new BadLine(source.fault);
    const line = parseLine(source.text);
    if (hasHeader || line.type === 'foyer') return line;
    throw new BadLine('The first line is not that of a Foyer export, so the file is left out.');
  } catch (error) {
    if (error instanceof BadLine) return error;
    throw error;
  }
}

/** What the parts of a file know together. */
interface Shared {
  readonly seats: Seats;
  readonly making: UserMaking;
}

function workOf(
  line: Exclude<ArchiveLine, { readonly type: 'foyer' }>,
  context: ImportContext,
  { seats, making }: Shared,
): PartWork {
  if (line.type === 'user') return new UserWork(line, context, making);
  if (line.type === 'session') return new SessionWork(line, context, seats);
  if (line.type !== 'variable') return new StrayWork(line.session);
  if (line.session !== null) return new StrayWork(line.session);
  return line.scope === 'APP' ? new AppWork(context) : new UserWork(line, context, making);
}
