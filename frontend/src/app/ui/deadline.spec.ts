import { weeksOf } from './deadline';

const entry = (date: string, number: number | null, reason: string | null = null) => ({
  date,
  counted: number !== null,
  number,
  reason,
  legal_rule: null,
});

describe('the calendar of a term', () => {
  it('lays days on Monday weeks and tells weekends from holidays', () => {
    const weeks = weeksOf({
      starts_on: '2026-12-04',
      due_on: '2026-12-09',
      ledger: [
        entry('2026-12-05', null, 'Sábado'),
        entry('2026-12-06', null, 'Domingo'),
        entry('2026-12-07', 1),
        entry('2026-12-08', null, 'Feriado'),
        entry('2026-12-09', 2),
      ],
    });

    expect(weeks.map((week) => week.map((day) => day?.kind ?? '-').join(' '))).toEqual([
      '- - - - start off off',
      'counted special due - - - -',
    ]);
  });

  it('has nothing to show without a term', () => {
    expect(weeksOf({ starts_on: null, due_on: null, ledger: [] })).toEqual([]);
  });
});
