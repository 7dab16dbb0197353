import { startSystem } from './system';

/** Starts the system that all tests share; what it returns is run when the last of them is over. */
export default async function setup(): Promise<() => Promise<void>> {
  const system = await startSystem();
  // The workers inherit the environment.
  process.env['FOYER_E2E_API_URL'] = system.apiUrl;
  process.env['FOYER_E2E_CONSOLE_URL'] = system.consoleUrl;
  process.env['FOYER_E2E_API_KEY'] = system.apiKey;
  return system.stop;
}
