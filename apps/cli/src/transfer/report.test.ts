import { describe, expect, it } from 'vitest';
import { Report, type Refusal } from './report.js';

describe('Report', () => {
  it('prints a row for each kind that occurred', () => {
    const report = new Report(() => undefined);
    report.created('sessions', 352);
    report.created('messages', 5_458);
    report.existing('messages', 12);
    report.refuse({ file: 'f', line: 1, reason: 'No.' });
    expect(report.toText()).toBe(
      [
        '          created  already there',
        'sessions      352              0',
        'messages    5,458             12',
        '1 line refused',
        '',
      ].join('\n'),
    );
  });

  it('tells of each refusal at once, and counts the lines that it stands for', () => {
    const told: Refusal[] = [];
    const report = new Report((refusal) => told.push(refusal));
    report.refuse({ file: 'f', line: 1, reason: 'No.' });
    report.refuse({ file: 'f', line: 2, reason: '40 lines were left out.' }, 40);
    expect(told).toHaveLength(2);
    expect(report.refused).toBe(41);
  });

  it('keeps the first thousand refusals, and counts all', () => {
    const report = new Report(() => undefined);
    for (let line = 1; line <= 5_000; line += 1) report.refuse({ file: 'f', line, reason: 'No.' });
    const { refused, refusals } = JSON.parse(JSON.stringify(report)) as { refused: number; refusals: Refusal[] };
    expect(refused).toBe(5_000);
    expect(refusals).toHaveLength(1_000);
    expect(refusals.at(-1)?.line).toBe(1_000);
  });
});
