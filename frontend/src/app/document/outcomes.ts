import { DocumentRead } from '../api/model';
import { longDay } from '../ui/dates';
import { Verb } from './acts';

/** What an act did, in one sentence, for the foot of the desk. */
export function doneSaid(verb: Verb, document: DocumentRead): string {
  const number = document.registry_number ?? document.number;
  switch (verb) {
    case 'receive':
      return document.legs.length ? `Registrado como ${number} y derivado.` : `Registrado como ${number}.`;
    case 'observe': {
      const until = document.correct_by ? ` hasta el ${longDay(new Date(document.correct_by))}` : '';
      return `${number} observado: puede subsanar${until}.`;
    }
    case 'route':
      return `${number} derivado.`;
    case 'forward':
      return `${number} remitido a otra entidad.`;
    case 'void':
      return `${number} anulado.`;
    case 'claim':
      return `Usted tiene ${number} por 30 minutos.`;
    case 'release':
      return `Soltó ${number}.`;
  }
}
