import { inTime } from './dated';

const rules = ['2026-01-01', '2026-12-01', '2026-11-24', '2027-01-04'].map((valid_from) => ({ valid_from }));
const days = (of: { valid_from: string }[]) => of.map(({ valid_from }) => valid_from);

describe('what holds from a day on', () => {
  it('holds on its own day', () => {
    expect(inTime(rules, '2026-11-24').now).toEqual({ valid_from: '2026-11-24' });
  });

  it('tells the next one first, and of the past the latest', () => {
    const { toCome, past } = inTime(rules, '2026-11-24');
    expect(days(toCome)).toEqual(['2026-12-01', '2027-01-04']);
    expect(days(past)).toEqual(['2026-01-01']);
    expect(days(inTime(rules, '2027-02-01').past)).toEqual(['2026-12-01', '2026-11-24', '2026-01-01']);
  });

  it('is nothing before the first day', () => {
    expect(inTime(rules, '2025-12-31').now).toBeNull();
  });

  it('is, of two of one day, the one given first', () => {
    const texts = [
      { valid_from: '2026-11-24', version: '2' },
      { valid_from: '2026-11-24', version: '1' },
    ];
    expect(inTime(texts, '2026-11-24').now?.version).toBe('2');
  });
});
