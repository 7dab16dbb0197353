// Generated files are committed, so that a reader and a diff can see them. This gate generates them once more, and puts
// back what was there: a check that mends what it checks would pass the second time.
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { house, verdict, type GateResult } from './gate.ts';
import { generate, GENERATED } from './generate.ts';

type Contents = ReadonlyMap<string, string>;

export async function checkGenerated(): Promise<GateResult> {
  const before = snapshot(house);
  try {
    await generate();
    return verdict(staleFiles(before, snapshot(house)));
  } catch (error) {
    return { outcome: 'failed', details: error instanceof Error ? error.message : String(error) };
  } finally {
    restore(house, before);
  }
}

/** One sentence for each file that generating changes, makes or removes. */
export function staleFiles(before: Contents, after: Contents): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((file) => {
    if (before.get(file) === after.get(file)) return [];
    if (!before.has(file)) return [`${file} is missing.`];
    return [after.has(file) ? `${file} is stale.` : `${file} is left over: nothing generates it any more.`];
  });
}

function snapshot(root: string): Contents {
  const files = globSync(GENERATED, { cwd: root }).filter((file) => statSync(join(root, file)).isFile());
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

function restore(root: string, before: Contents): void {
  const after = snapshot(root);
  for (const file of after.keys()) if (!before.has(file)) rmSync(join(root, file));
  for (const [file, text] of before) {
    if (after.get(file) === text) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}
