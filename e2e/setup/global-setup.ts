import { signIn } from '../operators';
import { startSystem } from './system';

/** The one whom all tests are signed in as that need nobody in particular. */
const ADMIN = { email: 'admin@example.com', password: 'correct horse battery staple' };

/** Starts the system that all tests share; what it returns is run when the last of them is over. */
export default async function setup(): Promise<() => Promise<void>> {
  const system = await startSystem({ FOYER_ADMIN_EMAIL: ADMIN.email, FOYER_ADMIN_PASSWORD: ADMIN.password });
  // The workers inherit the environment.
  process.env['FOYER_E2E_API_URL'] = system.apiUrl;
  process.env['FOYER_E2E_CONSOLE_URL'] = system.consoleUrl;
  process.env['FOYER_E2E_API_KEY'] = system.apiKey;
  process.env['FOYER_E2E_LOGIN'] = JSON.stringify(await signIn(system.apiUrl, ADMIN));
  return system.stop;
}
