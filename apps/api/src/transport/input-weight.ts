import { Kind, type FieldNode } from 'graphql';

/*
 * What the input of fields costs. A value comes in once and can be used by a hundred fields, or by one that stands in a list, and
 * each of them checks it, writes it, sends it on.
 */

/** So many bytes cost nothing, and so many of the others cost as much as a field of an answer. */
const BYTES_FREE = 1_024;
const BYTES_PER_FIELD = 50;

/** What each object in a list costs, such as a message to append. */
const ITEM_COST = 10;

export class InputWeights {
  private readonly known = new Map<string, number>();

  constructor(private readonly variables: Readonly<Record<string, unknown>>) {}

  /** What the values of the field's arguments cost it. */
  of({ arguments: given = [] }: FieldNode): number {
    let sum = 0;
    for (const { value } of given) if (value.kind === Kind.VARIABLE) sum += this.ofVariable(value.name.value);
    return sum;
  }

  /** What all values that were used cost, each counted once. */
  get total(): number {
    return [...this.known.values()].reduce((sum, weight) => sum + weight, 0);
  }

  private ofVariable(name: string): number {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const weight = weightOf(this.variables[name]);
    this.known.set(name, weight);
    return weight;
  }
}

function weightOf(root: unknown): number {
  let bytes = 0;
  let items = 0;
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    bytes += typeof value === 'string' ? value.length : 4;
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) open.push(item);
      if (typeof value[0] === 'object') items += value.length;
    } else {
      for (const [key, child] of Object.entries(value)) {
        bytes += key.length;
        open.push(child);
      }
    }
  }
  return Math.max(0, bytes - BYTES_FREE) / BYTES_PER_FIELD + items * ITEM_COST;
}
