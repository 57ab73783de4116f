/** Where a filing stands, in words of the person who presented it. */
import type { PublicDocument } from '../api/model';
import { dayOf, hour, longDay } from '../ui/dates';
import type { Tone } from '../ui/state-mark';

interface Said {
  tone: Tone;
  label: string;
  /** What happens now; null where nothing more will. */
  now: string | null;
}

const STATES: Record<string, Said> = {
  presented: {
    tone: 'wait',
    label: 'Presentado, en revisión',
    now: 'La mesa de partes lo revisa. Le escribirá cuando lo registre, o una sola vez si algo falta.',
  },
  observed: {
    tone: 'wait',
    label: 'Debe subsanar',
    now: 'El trámite espera su respuesta. Cuando la envíe, la mesa de partes lo registrará con su fecha de presentación.',
  },
  corrected: {
    tone: 'wait',
    label: 'Subsanado, en revisión',
    now: 'La mesa de partes revisa lo que usted respondió y lo registrará. Ya no puede observarlo otra vez.',
  },
  received: {
    tone: 'done',
    label: 'Registrado',
    now: 'La mesa de partes lo registró y lo envía al área que debe atenderlo.',
  },
  routed: { tone: 'calm', label: 'Enviado al área', now: 'El área que debe atenderlo lo recibirá.' },
  in_process: { tone: 'calm', label: 'En trámite', now: 'El área lo está atendiendo.' },
  required: {
    tone: 'wait',
    label: 'Le piden información',
    now: 'El trámite espera lo que le pidieron. Mientras tanto el plazo de la entidad está en pausa.',
  },
  answered: { tone: 'done', label: 'Respondido', now: null },
  archived: { tone: 'done', label: 'Respondido y archivado', now: null },
  not_presented: { tone: 'late', label: 'No presentado', now: null },
  withdrawn: { tone: 'calm', label: 'Usted desistió', now: null },
  forwarded: { tone: 'calm', label: 'Remitido a otra entidad', now: null },
  merged: { tone: 'calm', label: 'Unido a otro expediente', now: null },
  voided: { tone: 'late', label: 'Anulado', now: null },
};

const CLOSED: Record<string, string> = {
  answered: 'La entidad respondió. Descargue la respuesta y guárdela.',
  archived: 'La entidad respondió y archivó el expediente.',
  not_presented: 'Venció el plazo para subsanar y el documento se tiene por no presentado. Puede presentarlo de nuevo.',
  withdrawn: 'Usted desistió de este trámite. La entidad ya no lo atiende; su constancia sigue valiendo.',
  forwarded: 'Otra entidad es competente y lo recibió. Consúltelo allá.',
  voided: 'La mesa de partes lo anuló. Abajo está el motivo.',
};

const UNDECIDED = ['presented', 'observed', 'corrected', 'received', 'routed', 'in_process', 'required'];

export function stateOf(status: string): { tone: Tone; label: string } {
  return STATES[status] ?? { tone: 'calm', label: 'En trámite' };
}

/** One or two sentences: what happens now, or how it ended. */
export function situationOf({ status, merged_into }: PublicDocument): string {
  if (status === 'merged') return `Se une al expediente ${merged_into ?? 'que lo contiene'} y sigue allí.`;
  return STATES[status]?.now ?? CLOSED[status] ?? '';
}

/** Before the answer one may withdraw. */
export function mayWithdraw({ status }: PublicDocument): boolean {
  return UNDECIDED.includes(status);
}

export function isObserved({ status }: Pick<PublicDocument, 'status'>): boolean {
  return status === 'observed';
}

/** "jueves 26 de noviembre, 23:59" */
export function until(instant: string): string {
  const at = new Date(instant);
  return `${longDay(at)}, ${hour(at)}`;
}

/** "24 de noviembre" beside its weekday, of an ISO date. */
export function dayIn(isoDate: string): string {
  return longDay(dayOf(isoDate));
}
