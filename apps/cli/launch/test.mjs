// `npm test`. An old Node must be able to read this file.
import './require-node.mjs';

void import('./run-tests.mjs');
