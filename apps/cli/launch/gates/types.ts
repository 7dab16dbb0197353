// The type check: every package with the strictness of tsconfig.base.json, tests and tools included.
import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { house, run, verdict, type GateResult } from './gate.ts';

const PROJECTS = ['{apps,packages}/*/tsconfig.json', '{apps,packages}/*/*/tsconfig.json', 'e2e/tsconfig.json'];
const SOURCES = ['{apps,packages}/**/*.{ts,tsx}', 'e2e/**/*.ts', '.*.ts'];
const NOT_OURS = new Set(['node_modules', 'dist', '.next']);

export async function checkTypes(): Promise<GateResult> {
  const wrong: string[] = [];
  const checked = new Set<string>();
  for (const project of globSync(PROJECTS, { cwd: house, exclude: isNotOurs }).toSorted()) {
    const { code, stdout, output } = await run('tsc', ['-p', project, '--noEmit', '--pretty', 'false', '--listFiles']);
    const files = stdout.split('\n').filter((line) => line.startsWith(`${house}/`));
    for (const file of files) checked.add(relative(house, file));
    if (code !== 0) wrong.push(`${project}\n${withoutLines(output, new Set(files))}`);
  }
  const sources = globSync(SOURCES, { cwd: house, exclude: isNotOurs });
  const unchecked = sources.filter((file) => !checked.has(file) && !file.endsWith('.d.ts'));
  return verdict([...wrong, ...unchecked.map((file) => `${file} is in no tsconfig.json: nothing checks its types.`)]);
}

function isNotOurs(path: string): boolean {
  return NOT_OURS.has(path.split('/').at(-1) ?? '');
}

function withoutLines(text: string, unwanted: ReadonlySet<string>): string {
  return text
    .split('\n')
    .filter((line) => !unwanted.has(line))
    .join('\n')
    .trimEnd();
}
