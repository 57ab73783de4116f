import type { InstitutionRead } from '../api/model';
import { dayOf, longDay } from '../ui/dates';

export interface RuleOfDates {
  sentence: string;
  /** What the ghost stamp says below the date. */
  stamp: string;
}

/** Which date something sent now will have, and until when: said before anybody asks. */
export function ruleOfDates({ today, rule, closes_at }: InstitutionRead): RuleOfDates {
  const counts = longDay(dayOf(today.presentation_date));
  if (today.presentation_date === today.date) {
    const until = rule === 'full_day' ? 'antes de la medianoche' : `hasta las ${closes_at}`;
    return { sentence: `Lo que envíe hoy ${until} cuenta con fecha de hoy, ${counts}.`, stamp: 'Día hábil' };
  }
  const why = today.reason ? ` (${today.reason.toLowerCase().replace(/\.$/, '')})` : '';
  return {
    sentence: `Puede enviar ahora mismo${why}: contará con fecha del ${counts}.`,
    stamp: 'Siguiente día hábil',
  };
}
