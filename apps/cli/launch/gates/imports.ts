// Import directions. dependency-cruiser passes silently where it cannot parse, so what it saw is held against the disk.
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { IMPORT_RULES, REASONS } from './import-rules.ts';

const WHERE = ['apps', 'packages', 'e2e'];
const SOURCES = ['apps/*/{src,bench}/**/*.{ts,tsx}', 'packages/*/src/**/*.ts', 'e2e/**/*.ts'];
const BUILT = String.raw`^(apps|packages)/[^/]+/(dist|\.next)/|^e2e/(test-results|playwright-report)/`;

export interface ImportReport {
  /** How many source files of the tree were read. */
  readonly cruised: number;
  /** Source files that lie on disk and were not read: no rule watches them. */
  readonly unseen: readonly string[];
  readonly violations: readonly ImportViolation[];
}

export interface ImportViolation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** Reads every source file below `root` and holds its imports against the rules. */
export async function checkImports(root: string): Promise<ImportReport> {
  const result = await readTree(root);
  const seen = new Set(result.modules.map((module) => module.source));
  const onDisk = globSync(SOURCES, { cwd: root, exclude: (name) => name === 'node_modules' || name.endsWith('.d.ts') });
  return {
    cruised: onDisk.filter((file) => seen.has(file)).length,
    unseen: onDisk.filter((file) => !seen.has(file)),
    violations: result.summary.violations.map((violation) => ({
      rule: violation.rule.name,
      from: violation.from,
      to: violation.cycle ? violation.cycle.map((step) => step.name).join(' → ') : violation.to,
      why: REASONS.get(violation.rule.name) ?? '',
    })),
  };
}

async function readTree(root: string): Promise<ICruiseResult> {
  const { output } = await cruise(
    WHERE.filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: [...IMPORT_RULES] },
      doNotFollow: { path: ['node_modules'] },
      exclude: { path: [BUILT] },
      // Types are knowledge as well: `import type` counts.
      tsPreCompilationDeps: true,
    },
    {
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      // A package of types alone names nothing else.
      mainFields: ['module', 'main', 'types', 'typings'],
      // Straight to the sources of our own packages, so that the answer does not depend on what was built.
      alias: {
        '@foyer/types': join(root, 'packages/types/src'),
        '@foyer/client$': join(root, 'packages/client/src/client.ts'),
        '@foyer/client/graphql': join(root, 'packages/client/src/generated/graphql.ts'),
      },
    },
  );
  if (typeof output === 'string')
    throw new Error('dependency-cruiser answered with text where a result was asked for.');
  return output;
}
