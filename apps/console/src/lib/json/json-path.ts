/** One step into a JSON value: a key of an object or an index of an array. */
export type Step = string | number;

/** Where a value is, as JavaScript and most JSON tools read it: `$.cart.items[2]["unit price"]`. */
export function jsonPath(steps: readonly Step[]): string {
  return steps.reduce<string>((path, step) => path + writeStep(step), '$');
}

function writeStep(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  return /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
