declare const contents: unique symbol;

/**
 * Data on its way from a server component to the browser, as text.
 *
 * React's own transport leaves out every key named `__proto__`, which to Foyer is a name like others.
 */
export type Sealed<Data> = string & { readonly [contents]: Data };

export function seal<Data>(data: Data): Sealed<Data> {
  return JSON.stringify(data) as Sealed<Data>;
}

export function unseal<Data>(sealed: Sealed<Data>): Data {
  return JSON.parse(sealed) as Data;
}
