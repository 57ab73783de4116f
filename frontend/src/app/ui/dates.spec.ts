import { dayOf, exactHour, hour, limaDate, longDay, shortDay, stampDay } from './dates';

const EVENING = new Date('2026-12-01T04:30:09Z');

describe('dates as people say them', () => {
  it('speaks Lima time, whatever the device thinks', () => {
    expect(longDay(EVENING, EVENING)).toBe('lunes 30 de noviembre');
    expect(hour(EVENING)).toBe('23:30');
    expect(exactHour(EVENING)).toBe('23:30:09');
    expect(limaDate(EVENING)).toBe('2026-11-30');
  });

  it('says the year only when it is another', () => {
    expect(longDay(dayOf('2027-02-01'), EVENING)).toBe('lunes 1 de febrero de 2027');
  });

  it('is short in the margin and on the stamp', () => {
    expect(shortDay(dayOf('2026-11-24'))).toBe('mar 24 nov');
    expect(stampDay(dayOf('2026-09-05'))).toBe('05 SET 2026');
  });
});
