/** The words of the desk for what the server says in codes. */
import { FindingsSummary, StaffRow, Status } from '../api/model';
import { Tone } from '../ui/state-mark';

export interface Said {
  tone: Tone;
  word: string;
}

const STATUSES: Record<Status, Said> = {
  presented: { tone: 'wait', word: 'Nuevo' },
  observed: { tone: 'wait', word: 'Observado' },
  corrected: { tone: 'wait', word: 'Subsanado' },
  not_presented: { tone: 'late', word: 'No presentado' },
  received: { tone: 'done', word: 'Registrado' },
  routed: { tone: 'done', word: 'Derivado' },
  in_process: { tone: 'done', word: 'En trámite' },
  required: { tone: 'wait', word: 'Requerido' },
  answered: { tone: 'done', word: 'Respondido' },
  archived: { tone: 'calm', word: 'Archivado' },
  withdrawn: { tone: 'calm', word: 'Desistido' },
  forwarded: { tone: 'calm', word: 'Remitido' },
  merged: { tone: 'calm', word: 'Acumulado' },
  voided: { tone: 'late', word: 'Anulado' },
};

/** In the order of a filing's life. */
export const STATUS_NAMES = Object.entries(STATUSES).map(([code, { word }]) => ({ code: code as Status, word }));

export function statusSaid(status: string): Said {
  return STATUSES[status as Status] ?? { tone: 'calm', word: status };
}

const ACTS: Record<string, string> = {
  present: 'Se presentó',
  receive: 'Se registró',
  observe: 'Se observó',
  correct: 'Se subsanó',
  lapse: 'Venció el plazo para subsanar',
  route: 'Se derivó',
  accept: 'El área lo aceptó',
  return: 'El área lo devolvió',
  complete: 'El área terminó su parte',
  assign: 'Se asignó',
  require: 'Se pidió información',
  fulfil: 'Llegó la información pedida',
  answer: 'Se respondió',
  archive: 'Se archivó',
  reopen: 'Se reabrió',
  withdraw: 'La persona se desistió',
  forward: 'Se remitió a otra entidad',
  merge: 'Se acumuló a otro',
  void: 'Se anuló',
  claim: 'Se tomó para revisar',
  release: 'Se soltó',
  recompute: 'Cambió su plazo',
  deadline_changed: 'Cambió su plazo',
};

export function actSaid(act: string): string {
  return ACTS[act] ?? act;
}

const FINDINGS: Record<string, string> = {
  signature_valid: 'Firmado',
  signature_broken: 'Firma alterada',
  signature_unreadable: 'Firma por revisar',
  blank_page: 'Página en blanco',
  low_resolution: 'Imagen poco legible',
  form_fields: 'Formulario editable',
  form_submits: 'Formulario que envía datos',
  embedded_files: 'Archivos adentro',
  external_media: 'Imágenes de internet',
  owner_password: 'Impresión restringida',
};
const SHAPES: Record<string, Tone> = { info: 'done', warning: 'wait', error: 'late' };

export function toneOf(severity: string): Tone {
  return SHAPES[severity] ?? 'calm';
}

/** What the machine saw before anybody looked, in two or three words. */
export function reviewSaid(row: StaffRow): Said {
  const worst: FindingsSummary | null = row.findings;
  if (worst && worst.severity !== 'info') {
    return { tone: toneOf(worst.severity), word: FINDINGS[worst.code] ?? 'Por revisar' };
  }
  if (row.pages > 0 && row.pages !== row.folios)
    return { tone: 'wait', word: row.pages === 1 ? 'Es 1 página' : `Son ${row.pages} páginas` };
  return { tone: 'done', word: worst?.code === 'signature_valid' ? 'Sin problemas, firmado' : 'Sin problemas' };
}

const IDENTITIES: Record<string, string> = {
  dni: 'DNI',
  ce: 'Carné de extranjería',
  passport: 'Pasaporte',
  ruc: 'RUC',
  ptp: 'PTP',
};

export function identitySaid(type: string): string {
  return IDENTITIES[type] ?? type.toUpperCase();
}

export const SILENCES: Record<string, string> = {
  positive: 'Silencio positivo',
  negative: 'Silencio negativo',
  automatic: 'Aprobación automática',
};

const RECEIPTS: Record<string, string> = {
  presentation: 'Constancia de presentación',
  reception: 'Cargo de recepción',
  answer: 'Constancia de respuesta',
};

export function receiptSaid(kind: string): string {
  return RECEIPTS[kind] ?? 'Constancia';
}

export const PRIORITIES: Record<string, string> = { normal: 'Normal', high: 'Alta', urgent: 'Urgente' };
