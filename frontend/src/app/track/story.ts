/** A filing's movements, told to the person who presented it. Newest first. */
import type { MovementRead, PublicDocument } from '../api/model';
import { plural } from '../ui/plural';
import type { TimelineEntry } from '../ui/timeline';
import { FilingAccess, receiptFile } from './filing-access';

interface Told {
  title: string;
  text?: string | null;
  receipt?: string;
}

type Teller = (movement: MovementRead, document: PublicDocument) => Told;

const TELLERS: Record<string, Teller> = {
  present: ({ actor }, { attachments, folios }) => ({
    title: actor?.area ? 'La mesa de partes lo recibió en su ventanilla' : 'Usted lo presentó',
    text: `${plural(sent(attachments), 'archivo')}, ${plural(folios, 'folio')}.`,
    receipt: 'presentation',
  }),
  receive: ({ text }, { registry_number }) => ({
    title: 'La mesa de partes lo registró',
    text: [`Expediente ${registry_number ?? ''}.`, text].filter(Boolean).join(' '),
    receipt: 'reception',
  }),
  observe: ({ text }) => {
    const points = (text ?? '').split('\n').filter(Boolean);
    return {
      title: `La mesa de partes le pidió subsanar ${plural(points.length, 'punto')}`,
      text: points.map((point) => `– ${point}`).join('\n'),
    };
  },
  correct: () => ({ title: 'Usted subsanó', text: 'Respondió todo lo observado.' }),
  lapse: () => ({ title: 'Venció el plazo para subsanar', text: 'El documento se tiene por no presentado.' }),
  route: ({ legs }) => ({ title: 'Lo enviaron al área que lo atiende', text: areas(legs) }),
  accept: ({ actor }) => ({ title: `${actor?.area ?? 'El área'} lo está atendiendo` }),
  return: ({ actor }) => ({ title: `${actor?.area ?? 'El área'} lo devolvió a la mesa de partes` }),
  complete: ({ actor }) => ({ title: `${actor?.area ?? 'Un área'} dio su opinión` }),
  require: ({ actor, text }) => ({ title: `${actor?.area ?? 'El área'} le pidió información`, text }),
  fulfil: () => ({ title: 'Usted respondió lo que le pidieron' }),
  answer: ({ text }) => ({ title: 'La entidad respondió', text, receipt: 'answer' }),
  archive: () => ({ title: 'El expediente se archivó' }),
  reopen: ({ text }) => ({ title: 'El expediente se reabrió', text }),
  rectify: ({ text }) => ({ title: 'La mesa de partes corrigió un error de registro', text }),
  withdraw: ({ text }) => ({ title: 'Usted desistió del trámite', text }),
  forward: ({ text }) => ({ title: 'Lo remitieron a la entidad competente', text }),
  merge: ({ text }) => ({ title: 'Se unió a otro expediente', text }),
  void: ({ text }) => ({ title: 'La mesa de partes lo anuló', text }),
  deadline_changed: ({ text }) => ({ title: 'Cambió una fecha de su trámite', text }),
};

export function storyOf(movements: MovementRead[], document: PublicDocument, access: FilingAccess): TimelineEntry[] {
  return [...movements].reverse().map((movement) => {
    const told = TELLERS[movement.act]?.(movement, document) ?? { title: 'Hubo un movimiento', text: movement.text };
    const issued = told.receipt && document.receipts.some(({ kind }) => kind === told.receipt);
    const file = issued ? receiptFile(access, document.number, told.receipt!) : null;
    return { at: movement.at, title: told.title, text: told.text ?? null, file };
  });
}

function sent(attachments: PublicDocument['attachments']): number {
  return attachments.filter(({ kind }) => kind === 'main' || kind === 'annex').length;
}

function areas(legs: MovementRead['legs']): string | null {
  const codes = legs.map((leg) => leg['area_code']).filter((code) => typeof code === 'string');
  return codes.length ? `Área: ${codes.join(', ')}.` : null;
}
