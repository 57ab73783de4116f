import { StaffRow } from '../api/model';
import { arrivalOf, byLegalDay } from './days';

const row = (presented_at: string, presentation_date: string) => ({ presented_at, presentation_date }) as StaffRow;
const today = row('2026-11-24T15:47:00Z', '2026-11-24');
const monday = row('2026-11-23T20:00:00Z', '2026-11-23');
const saturday = row('2026-11-21T23:22:00Z', '2026-11-23');

describe('the list by legal day', () => {
  it('says nothing about today, names other days, and explains what was sent on a day that does not count', () => {
    expect(byLegalDay([today, monday, saturday], '2026-11-24').map(({ heading }) => heading)).toEqual([
      null,
      'Lunes 23 de noviembre',
      'Lo enviado en día u hora inhábil. Cuenta con fecha del lunes 23 de noviembre',
    ]);
  });

  it('gives the hour on the day itself and the weekday otherwise, in Lima', () => {
    expect(arrivalOf(today, true)).toBe('10:47');
    expect(arrivalOf(saturday, true)).toBe('sáb 18:22');
    expect(arrivalOf(saturday, false)).toBe('sáb 21 nov 18:22');
  });
});
