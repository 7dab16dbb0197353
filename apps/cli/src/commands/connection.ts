import { createClient, type FoyerClient } from '@foyer/client';
import { Option, type Command } from 'commander';
import { readApiKey } from '../system/data-folder.js';
import { PlainError } from '../system/plain-error.js';
import { readSettings } from '../system/settings.js';

export interface ConnectionOptions {
  readonly url?: string;
  readonly key?: string;
}

/** Adds the options that say which Foyer is meant. */
export function addConnectionOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--url <address>', 'where the API is; the one on this machine unless given').env('FOYER_API_URL'),
    )
    .addOption(new Option('--key <key>', 'an API key; the one in the data folder unless given').env('FOYER_API_KEY'));
}

/**
 * A client of the Foyer that is meant. It is patient: an API that restarts is waited for.
 *
 * @throws PlainError where there is no key.
 */
export function connect({ url, key }: ConnectionOptions): FoyerClient {
  const settings = readSettings(process.env);
  const apiKey = key ?? readApiKey(settings.dataDir);
  if (apiKey === null) {
    throw new PlainError(`There is no API key in ${settings.dataDir}. Start Foyer there once, or give one with --key.`);
  }
  const address = url ?? settings.apiUrl;
  if (!URL.canParse(address)) throw new PlainError(`"${address}" is no address; it looks like http://localhost:4000.`);
  return createClient({ url: address, apiKey, retries: 8 });
}

/** What a shell calls a program that was ended by Ctrl-C. */
export const exitStopped = 130;

/** Reads an option that is a count. */
export function readCount(name: string, text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new PlainError(`--${name} must be a number from 1 to ${most}, and is "${text}".`);
}
