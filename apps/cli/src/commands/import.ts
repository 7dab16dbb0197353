import { access, constants, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Format, SourceFile } from '../formats/format.js';
import { FORMATS } from '../formats/table.js';
import { PlainError } from '../system/plain-error.js';
import { stopRequested } from '../system/stop-request.js';
import { readLines } from '../transfer/lines.js';
import { makeProgress, type Progress } from '../transfer/progress.js';
import { Report } from '../transfer/report.js';
import { runJobs } from '../transfer/run.js';
import { addConnectionOptions, connect, exitStopped, readCount, type ConnectionOptions } from './connection.js';

interface Options extends ConnectionOptions {
  readonly concurrency: string;
  readonly platform?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export function registerImport(program: Command): void {
  const formats = FORMATS.map(({ name, summary }) => `  ${name.padEnd(8)}${summary}`).join('\n');
  const command = program
    .command('import')
    .description(
      'Brings conversations in. What is there already stays as it is, so a file can be imported again at any time.',
    )
    .argument('<format>', FORMATS.map(({ name }) => name).join(' or '))
    .argument('<file...>', 'the files, imported in this order')
    .option('--concurrency <n>', 'how many conversations at once', '8')
    .option('--platform <name>', "the platform to keep them under, instead of the format's own")
    .option('--quiet', 'shows refusals only')
    .option('--json', 'prints the report as JSON')
    .addHelpText(
      'after',
      `\nFormats:\n${formats}\n\nExits with 1 where something was refused, with 130 where it was stopped.`,
    );
  addConnectionOptions(command).action(async (format: string, files: string[], options: Options) => {
    process.exitCode = await importFiles(findFormat(format), files, options);
  });
}

function findFormat(name: string): Format {
  const format = FORMATS.find((one) => one.name === name);
  if (format !== undefined) return format;
  throw new PlainError(`There is no format "${name}". There are: ${FORMATS.map((one) => one.name).join(', ')}.`);
}

/** @returns the exit code. */
async function importFiles(format: Format, names: readonly string[], options: Options): Promise<number> {
  const concurrency = readCount('concurrency', options.concurrency, 64);
  const client = connect(options);
  const whole = await sizeOf(names);
  const stopper = new AbortController();
  // What a second request interrupts can be taken up again like everything else.
  void stopRequested(() => process.exit(exitStopped)).then(() => stopper.abort());
  const progress = makeProgress(whole, options.quiet !== true);
  const report = new Report(({ file, line, reason }) => progress.log(`${file}:${line}: ${reason}`));
  const { platform } = options;
  const context = { client, report, stop: stopper.signal, now: () => Date.now(), platform };
  try {
    let before = 0;
    for (const name of names) {
      const jobs = format.jobs(sourceFile(name, before, { progress, report, stop: stopper.signal }), context);
      await runJobs(jobs, { concurrency, stop: stopper.signal });
      before += (await stat(name)).size;
    }
  } finally {
    progress.stop();
    print(report, options);
  }
  if (stopper.signal.aborted) {
    process.stderr.write('Stopped. The same command goes on from here.\n');
    return exitStopped;
  }
  return report.refused > 0 ? 1 : 0;
}

/** @throws PlainError where one of the files cannot be read; nothing has been imported then. */
async function sizeOf(names: readonly string[]): Promise<number> {
  let whole = 0;
  for (const name of names) {
    try {
      await access(name, constants.R_OK);
      const info = await stat(name);
      if (!info.isFile()) throw new Error('it is not a file');
      whole += info.size;
    } catch (error) {
      throw new PlainError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
  return whole;
}

interface Watch {
  readonly progress: Progress;
  readonly report: Report;
  readonly stop: AbortSignal;
}

/** A file whose reading moves the progress bar, which stands for the bytes of all files. */
function sourceFile(name: string, bytesBefore: number, { progress, report, stop }: Watch): SourceFile {
  return {
    name,
    async *lines() {
      for await (const line of readLines(name, stop)) {
        yield line;
        const { sessions, messages } = report.counts;
        const note = `${sessions.created + sessions.existing} sessions, ${messages.created + messages.existing} messages`;
        progress.update(bytesBefore + line.endByte, note);
      }
    },
  };
}

function print(report: Report, { json, quiet }: Options): void {
  if (json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  else if (quiet !== true) process.stdout.write(report.toText());
}
