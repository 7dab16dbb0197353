// Written for Nodes of any age: it is what tells their owners.

/** The oldest Node that can install and start Foyer, as `engines` in the root's package.json says. */
export const NODE_MIN = [20, 19];

/** The oldest Node that Foyer itself runs on. The install brings one of its own where it is made for the platform. */
export const NODE_RUNTIME_MIN = [24, 11];

/** Whether a version such as `v20.19.0` is at least this one. */
export function isAtLeast(version, minimum) {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  return parts[0] > minimum[0] || (parts[0] === minimum[0] && parts[1] >= minimum[1]);
}

/** What to say to whoever starts Foyer with this Node; null where it is new enough. */
export function explainOldNode(version) {
  if (isAtLeast(version, NODE_MIN)) return null;
  return `Foyer needs Node ${NODE_MIN.join('.')} or newer, and this is ${version}. Install a newer one from https://nodejs.org, then start again.`;
}
