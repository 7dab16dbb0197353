/** A line, or a part of one, that cannot be taken; the message is for whoever wrote the file. */
export class BadLine extends Error {
  override readonly name = 'BadLine';
}

/** @throws BadLine where the text is not JSON, not an object, or holds a number that would come out as another. */
export function parseObject(text: string): Shape {
  let value: unknown;
  try {
    value = mayHoldHugeNumber.test(text) ? JSON.parse(text, assertExact) : JSON.parse(text);
  } catch (error) {
    if (error instanceof BadLine) throw error;
    throw new BadLine(`Not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return Shape.of(value, 'The line');
}

/** Looking at every number costs as much as all the rest; nearly no line gives reason to. */
const mayHoldHugeNumber = /\d{16}|\d[eE]/;

function assertExact(_key: string, value: unknown, { source }: { readonly source?: string } = {}): unknown {
  if (typeof value !== 'number' || source === undefined) return value;
  const isExact = Number.isFinite(value) && (!/^-?\d+$/.test(source) || BigInt(source) === BigInt(value));
  if (isExact) return value;
  throw new BadLine(`The number ${source.slice(0, 40)} cannot be kept exactly; write it as a text.`);
}

/**
 * Reads the fields of a JSON object, each by the form that it must have, and remembers which were asked for.
 *
 * Every method throws `BadLine` naming the field. `null` and absent are the same.
 */
export class Shape {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #asked = new Set<string>();
  readonly #what: string;

  private constructor(fields: ReadonlyMap<string, unknown>, what: string) {
    this.#fields = fields;
    this.#what = what;
  }

  /** @param what - how to call it in a complaint. */
  static of(value: unknown, what: string): Shape {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new BadLine(`${what} must be an object.`);
    }
    return new Shape(new Map(Object.entries(value)), what);
  }

  has(name: string): boolean {
    return this.json(name) !== null;
  }

  /** The value as it is. */
  json(name: string): unknown {
    this.#asked.add(name);
    return this.#fields.get(name) ?? null;
  }

  text(name: string): string {
    return this.textOrNull(name) ?? this.#complain(name, 'is missing');
  }

  textOrNull(name: string): string | null {
    const value = this.json(name);
    if (value === null || typeof value === 'string') return value;
    return this.#complain(name, 'must be a text');
  }

  number(name: string): number {
    return this.numberOrNull(name) ?? this.#complain(name, 'is missing');
  }

  numberOrNull(name: string): number | null {
    const value = this.json(name);
    if (value === null || typeof value === 'number') return value;
    return this.#complain(name, 'must be a number');
  }

  /** False where absent. */
  flag(name: string): boolean {
    const value = this.json(name) ?? false;
    return typeof value === 'boolean' ? value : this.#complain(name, 'must be true or false');
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value {
    const given = this.text(name);
    const value = values.find((one) => one === given);
    return value ?? this.#complain(name, `must be one of ${values.join(', ')}`);
  }

  object(name: string): Shape {
    return Shape.of(this.json(name), `${this.#what}'s ${name}`);
  }

  /** Empty where absent. */
  list(name: string): readonly unknown[] {
    const value = this.json(name) ?? [];
    return Array.isArray(value) ? value : this.#complain(name, 'must be a list');
  }

  /** Empty where absent. */
  objects(name: string): Shape[] {
    return this.list(name).map((item, index) => Shape.of(item, `${this.#what}'s ${name}[${index}]`));
  }

  /** Empty where absent. */
  texts(name: string): string[] {
    return this.list(name).map((item) => (typeof item === 'string' ? item : this.#complain(name, 'must hold texts')));
  }

  /** Complains about a field that nobody asked for: it would be lost without a word. */
  assertNothingElse(): void {
    const unknown = [...this.#fields.keys()].find((name) => !this.#asked.has(name));
    if (unknown !== undefined) this.#complain(unknown, 'is not known here');
  }

  #complain(name: string, fault: string): never {
    throw new BadLine(`${this.#what}'s ${name} ${fault}.`);
  }
}
