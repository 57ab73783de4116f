import { NewCutoffRule } from '../../api/model';

/** What a cut-off rule means for who presents, in plain words. `closing` is the institution's closing time, "16:30". */
export function ruleInWords({ rule, closes_at }: Omit<NewCutoffRule, 'valid_from'>, closing: string): string {
  return rule === 'full_day'
    ? 'Lo presentado hasta la medianoche tendrá fecha de ese mismo día.'
    : `Lo presentado después de las ${closes_at || closing} tendrá fecha del siguiente día hábil.`;
}

export function ruleName(rule: NewCutoffRule['rule']): string {
  return rule === 'full_day' ? 'Todo el día' : 'Hasta la hora de cierre';
}
