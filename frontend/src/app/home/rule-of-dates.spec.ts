import type { InstitutionRead } from '../api/model';
import { ruleOfDates } from './rule-of-dates';

const facts = (rest: object) => ({ rule: 'full_day', closes_at: '16:30', ...rest }) as unknown as InstitutionRead;

describe('the rule of dates', () => {
  it('promises today until midnight, or until closing time', () => {
    const today = { date: '2026-11-24', presentation_date: '2026-11-24', business_day: true, reason: null };
    expect(ruleOfDates(facts({ today })).sentence).toContain('antes de la medianoche');
    expect(ruleOfDates(facts({ today, rule: 'office_hours' })).sentence).toContain('hasta las 16:30');
  });

  it('says which day counts when today does not, and why', () => {
    const today = { date: '2026-11-28', presentation_date: '2026-11-30', business_day: false, reason: 'Sábado.' };
    const rule = ruleOfDates(facts({ today }));
    expect(rule.sentence).toContain('(sábado)');
    expect(rule.sentence).toContain('lunes 30 de noviembre');
    expect(rule.stamp).toBe('Siguiente día hábil');
  });
});
