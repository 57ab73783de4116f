import { ClosureRead } from '../../api/model';

/** Why a day does not count, as who declares it would say. */
export const KINDS: { value: ClosureRead['kind']; name: string; meaning: string }[] = [
  { value: 'decreed', name: 'Decretado', meaning: 'Día no laborable por decreto, para todo el país.' },
  { value: 'regional', name: 'Regional o local', meaning: 'Feriado o suspensión de labores solo aquí.' },
  { value: 'outage', name: 'Caída del sistema', meaning: 'La mesa de partes no pudo recibir ese día.' },
];

export function kindName(kind: ClosureRead['kind']): string {
  return KINDS.find(({ value }) => value === kind)?.name ?? kind;
}
