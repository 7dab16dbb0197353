import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { poolUsage } from '../core/database.js';
import { startListeningApi, type ListeningApi } from '../testing/listening-api.js';

describe('whoever asks whether the database is there', () => {
  let api: ListeningApi;
  beforeAll(async () => {
    api = await startListeningApi();
  });
  afterAll(() => api.stop());

  it('X6: takes one connection to it with all others who ask at the time', async () => {
    const holders = Array.from({ length: 16 }, () => api.dataSource.createQueryRunner());
    await Promise.all(holders.map((holder) => holder.connect()));
    const asked = Array.from({ length: 40 }, () => api.wire({ path: '/readyz' }));
    await vi.waitFor(() => expect(poolUsage(api.dataSource).waiting).toBeGreaterThan(0));
    // Until the first answers, all of them are in.
    await Promise.race(asked);
    expect(poolUsage(api.dataSource).waiting).toBe(1);
    expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([503]));
    await Promise.all(holders.map((holder) => holder.release()));
    expect((await api.wire({ path: '/readyz' })).status).toBe(200);
  });
});
