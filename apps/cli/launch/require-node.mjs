// Ends the process with one sentence where Node is too old for all that follows. Importing it is enough; it comes before
// everything that an old Node could not even read.
import { explainOldNode } from './node-version.mjs';

const refusal = explainOldNode(process.version);
if (refusal !== null) {
  console.error(refusal);
  process.exit(1);
}
