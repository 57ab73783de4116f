import { ProcedureRead } from '../../api/model';

/** What the law makes of no answer, as who administers reads it. */
export const SILENCES: { value: ProcedureRead['silence']; name: string; meaning: string }[] = [
  { value: 'negative', name: 'Silencio negativo', meaning: 'Sin respuesta a tiempo, puede darse por denegado.' },
  { value: 'positive', name: 'Silencio positivo', meaning: 'Sin respuesta a tiempo, queda aprobado.' },
  { value: 'automatic', name: 'Aprobación automática', meaning: 'Queda aprobado al presentarlo completo.' },
];

export const STARTS: { value: ProcedureRead['term_starts_from']; name: string }[] = [
  { value: 'presentation', name: 'Desde que se presenta' },
  { value: 'reception', name: 'Desde que la mesa de partes lo recibe' },
];
