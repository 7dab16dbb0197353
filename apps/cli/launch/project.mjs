import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project's own package.json, absolute. */
export const PROJECT_ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** The folders of all packages of the workspace, relative to the root, in a steady order. */
export function workspacePackages() {
  const below = (folder) => readdirSync(join(PROJECT_ROOT, folder)).map((name) => `${folder}/${name}`);
  const folders = [...below('apps'), ...below('packages'), 'e2e'];
  return folders.filter((folder) => existsSync(join(PROJECT_ROOT, folder, 'package.json'))).sort();
}

/** One number for the content of files and of all files below folders. What is absent counts as well. */
export function fingerprint(paths) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const path of paths.flatMap(filesAt)) {
    const file = join(PROJECT_ROOT, path);
    hash.update(`\0${path}\0`).update(existsSync(file) ? readFileSync(file) : 'absent');
  }
  return hash.digest('hex');
}

/** Whether this stamp was written for this very content. */
export function isStamped(stamp, content) {
  const file = join(PROJECT_ROOT, stamp);
  return existsSync(file) && readFileSync(file, 'utf8') === content;
}

export function writeStamp(stamp, content) {
  const file = join(PROJECT_ROOT, stamp);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Neither written by hand nor part of what is built: a change in them makes nothing stale. */
const UNBUILT = /(^|\/)(node_modules|dist|\.next|testing|test-results)$|\.test\.tsx?$|next-env\.d\.ts$|\.tsbuildinfo$/;

function filesAt(path) {
  if (UNBUILT.test(path)) return [];
  const absolute = join(PROJECT_ROOT, path);
  const entries = listFolder(absolute);
  return entries === null ? [path] : entries.sort().flatMap((name) => filesAt(`${path}/${name}`));
}

/** Null where it is no folder. */
function listFolder(path) {
  try {
    return readdirSync(path);
  } catch {
    return null;
  }
}
