// `npm start`: makes everything ready, then hands over to `foyer start`. An old Node must be able to read this file.
import './require-node.mjs';

void import('./hand-over.mjs').then(({ handOver }) => handOver(['start', ...process.argv.slice(2)]));
