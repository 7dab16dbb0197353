import pg, { type Pool, type PoolClient, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { LARGE_ROW_BYTES, noteRowSize, type Allowance } from './allowance.js';

/** What the driver asks of a query that it did not make (its `Submittable`), as far as it is not in its types. */
type Row = { readonly length: number; readonly fields: readonly unknown[] };
type Done<Result> = (err: Error | null, result: Result) => void;
type Base = new (config: QueryConfig) => {
  callback: Done<unknown> | undefined;
  handleDataRow(row: Row): void;
  once(event: 'row', listener: (row: object) => void): void;
};

/**
 * A query that takes no more rows than there is room for. What comes beyond it is not read, and the query fails at once: a pool
 * then gives up the connection, which is the quickest way to have PostgreSQL stop.
 */
class BoundedQuery extends (pg.Query as unknown as Base) {
  private isRefused = false;

  constructor(
    config: QueryConfig,
    private readonly allowance: Allowance,
  ) {
    super(config);
  }

  override handleDataRow(message: Row): void {
    if (this.isRefused) return;
    this.allowance.take(message.length);
    if (this.allowance.isSpent) return this.refuse();
    if (message.length >= LARGE_ROW_BYTES) this.once('row', (row) => noteRowSize(row, message.length));
    super.handleDataRow(message);
  }

  private refuse(): void {
    this.isRefused = true;
    const { callback } = this;
    this.callback = () => undefined;
    callback?.(this.allowance.refusal(), undefined);
  }
}

/**
 * Runs a query of which the rows count against an allowance.
 *
 * @throws DomainError `QUERY_TOO_COMPLEX` where there are more than may come; otherwise as the driver does.
 */
export function queryWithin<Result extends QueryResultRow>(
  client: Pool | PoolClient,
  config: QueryConfig,
  allowance: Allowance,
): Promise<QueryResult<Result>> {
  allowance.assertWithin();
  return new Promise((resolve, reject) => {
    const submit = client.query.bind(client) as unknown as (
      query: BoundedQuery,
      values: undefined,
      done: Done<QueryResult<Result>>,
    ) => void;
    submit(new BoundedQuery(config, allowance), undefined, (err, result) => (err ? reject(err) : resolve(result)));
  });
}
