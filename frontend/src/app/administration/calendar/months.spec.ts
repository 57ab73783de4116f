import { ClosureRead } from '../../api/model';
import { byMonth } from './months';

const closed = (date: string): ClosureRead => ({ id: date, date, kind: 'decreed', reason: 'Decreto', applied: true });

describe('closures by month', () => {
  it('keeps the months and their days in order, and names them as people do', () => {
    const months = byMonth(['2026-11-27', '2026-12-07', '2026-12-31', '2027-01-01'].map(closed));
    expect(months.map(({ name, closures }) => [name, closures.map(({ date }) => date)])).toEqual([
      ['Noviembre de 2026', ['2026-11-27']],
      ['Diciembre de 2026', ['2026-12-07', '2026-12-31']],
      ['Enero de 2027', ['2027-01-01']],
    ]);
  });

  it('is empty without closures', () => {
    expect(byMonth([])).toEqual([]);
  });
});
