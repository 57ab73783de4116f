import type { ProcedureRead } from '../api/model';
import { plural } from '../ui/plural';

/** "Gratuito", "S/ 84.30". */
export function feeOf({ fee }: ProcedureRead): string {
  return Number(fee) ? `S/ ${Number(fee).toFixed(2)}` : 'Gratuito';
}

/** "15 días hábiles", "Sin plazo fijado". */
export function termOf({ term_days }: ProcedureRead): string {
  return term_days ? plural(term_days, 'día hábil', 'días hábiles') : 'Sin plazo fijado';
}

/** The term, and from when it is counted. */
export function waitOf(procedure: ProcedureRead): string {
  if (!procedure.term_days) return termOf(procedure);
  const from = procedure.term_starts_from === 'reception' ? 'la mesa de partes lo recibe' : 'usted lo presenta';
  return `${termOf(procedure)}, contados desde que ${from}.`;
}

/** What happens when the institution lets the term pass, in words nobody has to look up. */
export function silenceOf({ silence }: ProcedureRead): { name: string; meaning: string } {
  switch (silence) {
    case 'positive':
      return { name: 'Silencio positivo', meaning: 'Si no le responden dentro del plazo, su pedido queda aprobado.' };
    case 'automatic':
      return { name: 'Aprobación automática', meaning: 'Queda aprobado desde que lo presenta completo.' };
    default:
      return {
        name: 'Silencio negativo',
        meaning: 'Si no le responden dentro del plazo, puede darlo por denegado y reclamar, o seguir esperando.',
      };
  }
}
