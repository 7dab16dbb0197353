// `npm run foyer -- …`: makes everything ready, then hands over to `foyer`. An old Node must be able to read this file.
import './require-node.mjs';

void import('./hand-over.mjs').then(({ handOver }) => handOver(process.argv.slice(2)));
