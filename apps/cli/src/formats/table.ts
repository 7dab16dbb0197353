import type { Format } from './format.js';
import { foyer } from './foyer.js';
import { sgd } from './sgd.js';

/** Every format that can be imported. A new one is a file beside these, and a line here. */
export const FORMATS: readonly Format[] = [foyer, sgd];
