// `pnpm bench`: what Foyer costs, side by side with what it is held against, in one run. Ends with an error where a target is missed.
//   --quick            small databases and short looks: shows that the bench works, and judges no ratio
//   --only <section>   lists, reads, access, appends or writers; may be given several times
//   --write            puts the figures into docs/benchmarks.md
//   --profile <folder> writes CPU profiles of the servers there
import { parseArgs } from 'node:util';
import { accessSection } from './access-section.ts';
import { appendSection, readSection, writerSection } from './conversation-sections.ts';
import { startCluster, type Cluster } from './database.ts';
import { fill } from './filling.ts';
import { listSections } from './list-sections.ts';
import { asMarkdown, machine, writeInto, type Section } from './report.ts';
import type { Setting } from './setting.ts';

const SECTIONS: Readonly<Record<string, (setting: Setting) => Promise<Section[]>>> = {
  lists: listSections,
  reads: readSection,
  access: accessSection,
  appends: appendSection,
  writers: writerSection,
};

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: Object.keys(SECTIONS) },
    write: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});

/** How many sessions the two databases have; ten messages to each on average. */
const SIZES = options.quick ? { many: 5_000, few: 1_000 } : { many: 100_000, few: 1_000 };

async function main(): Promise<void> {
  const started = performance.now();
  const cluster = await startCluster();
  try {
    const setting = await prepare(cluster);
    const sections: Section[] = [];
    for (const name of options.only) {
      const measure = SECTIONS[name];
      if (!measure) throw new Error(`There is no section ${name}; there are ${Object.keys(SECTIONS).join(', ')}.`);
      for (const section of await measure(setting)) {
        sections.push(section);
        console.log(`\n${asMarkdown(section)}`);
      }
    }
    await conclude(cluster, sections, Math.round((performance.now() - started) / 1_000));
  } finally {
    await cluster.stop();
  }
}

async function prepare(cluster: Cluster): Promise<Setting> {
  console.log(`Filling databases with ${SIZES.few} and ${SIZES.many} sessions …`);
  const [many, few] = [await cluster.create('many'), await cluster.create('few')];
  await fill(few.client, SIZES.few);
  await fill(many.client, SIZES.many);
  return { cluster, many, few, sizes: SIZES, quick: options.quick, profileDir: options.profile };
}

async function conclude(cluster: Cluster, sections: readonly Section[], seconds: number): Promise<void> {
  const missed = sections.flatMap(({ figures }) => figures.filter(({ passed }) => !passed));
  const judged = sections.flatMap(({ figures }) => figures.filter(({ target }) => target !== ''));
  const summary = `${judged.length - missed.length} of ${judged.length} targets met, in ${seconds} s on ${machine(await cluster.version())}.`;
  if (options.write) {
    const page = new URL('../docs/benchmarks.md', import.meta.url);
    writeInto(page, [...sections.map(asMarkdown), summary].join('\n\n'));
  }
  console.log(`\n${summary}`);
  for (const { what, figure, target } of missed) console.log(`Missed: ${what}: ${figure}, should be ${target}`);
  if (missed.length > 0) process.exitCode = 1;
}

await main();
