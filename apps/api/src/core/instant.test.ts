import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { readInstant, writeInstant } from './instant.js';

const anyInstant = fc.date({ noInvalidDate: true });
const ofFourDigitYears = fc.date({
  min: new Date('0100-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

/** As PostgreSQL writes it in UTC: without the zeros at the end of the fraction. */
const asPostgres = (instant: Date): string =>
  `${instant
    .toISOString()
    .slice(0, -1)
    .replace('T', ' ')
    .replace(/\.?0+$/, '')}+00`;

const driver: (text: string) => Date = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);

describe('writeInstant', () => {
  it('writes every instant as the platform does', () => {
    const same = fc.property(anyInstant, (instant) => {
      expect(writeInstant(instant)).toBe(instant.toISOString());
    });
    fc.assert(same, { numRuns: 2_000 });
  });

  it('refuses what is no instant, as the platform does', () => {
    expect(() => writeInstant(new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('readInstant', () => {
  it('reads every instant to the millisecond as the database writes it', () => {
    const same = fc.property(ofFourDigitYears, (instant) => {
      const whole = new Date(Math.floor(instant.getTime() / 1_000) * 1_000);
      for (const one of [instant, whole]) expect(readInstant(asPostgres(one))).toEqual(one);
    });
    fc.assert(same, { numRuns: 2_000 });
    for (const fraction of ['', '.1', '.12', '.123', '.001', '.01']) {
      const time = `2026-02-28 23:59:59${fraction}`;
      expect(readInstant(`${time}+00`)).toEqual(new Date(`${time}Z`));
    }
  });

  it('leaves every other form to the driver', () => {
    const others = [
      '2026-01-31 12:00:00+02',
      '2026-01-31 12:00:00.5+05:30',
      '2026-01-31 12:00:00.123456+00',
      '0001-01-01 00:00:00+00',
      '0044-03-15 00:00:00+00 BC',
      '10000-01-01 00:00:00+00',
      'infinity',
      '-infinity',
      '2026-01-31',
      '',
    ];
    expect(others.map(readInstant)).toEqual(others.map(() => null));
    expect(others.slice(0, 5).map((text) => driver(text).toISOString())).toEqual([
      '2026-01-31T10:00:00.000Z',
      '2026-01-31T06:30:00.500Z',
      '2026-01-31T12:00:00.123Z',
      '0001-01-01T00:00:00.000Z',
      '-000043-03-15T00:00:00.000Z',
    ]);
  });
});
