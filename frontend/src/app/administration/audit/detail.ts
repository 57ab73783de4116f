import { AuditRead } from '../../api/model';

export interface Change {
  /** What changed; the field's own name where people have no other. */
  name: string;
  /** Null when only what is now was kept. */
  before: string | null;
  after: string;
}

const NAMES: Record<string, string> = {
  name: 'Nombre',
  short_name: 'Nombre corto',
  ruc: 'RUC',
  place: 'Lugar',
  address: 'Dirección',
  phone: 'Teléfono',
  email: 'Correo',
  desk_name: 'Ventanilla',
  opens_at: 'Abre',
  closes_at: 'Cierra',
  correct_keeps_date: 'Conserva la fecha al subsanar',
  logo_sha256: 'Huella del logo',
  valid_from: 'Rige desde',
  rule: 'Regla',
  title: 'Título',
  body: 'Texto',
  text: 'Texto',
  code: 'Código',
  description: 'Descripción',
  term_days: 'Días hábiles',
  term_starts_from: 'El plazo se cuenta desde',
  silence: 'Silencio',
  fee: 'Derecho',
  requirements: 'Requisitos',
  formats: 'Formatos',
  legal_rule: 'Base legal',
  position: 'Orden',
  active: 'En uso',
  date: 'Día',
  kind: 'Clase',
  reason: 'Motivo',
  role: 'Trabajo',
};
const WORDS: Record<string, string> = {
  full_day: 'todo el día',
  office_hours: 'hasta la hora de cierre',
  presentation: 'la presentación',
  reception: 'la recepción',
  positive: 'positivo',
  negative: 'negativo',
  automatic: 'automático',
  decreed: 'decretado',
  regional: 'regional o local',
  outage: 'caída del sistema',
  clerk: 'mesa de partes',
  officer: 'área',
  auditor: 'auditoría',
  admin: 'administración',
  citizen: 'ciudadano',
  drill: 'ensayo de restauración',
  storage_check: 'comprobación de archivos',
};

/** What a row of the trail keeps, as lines: before and after where both were kept. */
export function changesOf({ detail }: Pick<AuditRead, 'detail'>): Change[] {
  const { before, after, ...rest } = detail as Record<string, unknown>;
  const [old, now] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].map((name) => ({
    name: nameOf(name),
    before: name in old ? told(old[name]) : null,
    after: name in now ? told(now[name]) : 'nada',
  }));
  const kept = Object.entries(rest)
    .filter(([name]) => name in NAMES)
    .map(([name, value]) => ({ name: nameOf(name), before: null, after: told(value) }));
  return [...kept, ...changed];
}

function nameOf(name: string): string {
  return NAMES[name] ?? name;
}

function told(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nada';
  if (typeof value === 'boolean') return value ? 'sí' : 'no';
  if (Array.isArray(value)) return value.map(told).join('; ') || 'nada';
  if (isRecord(value)) return told(value['name'] ?? JSON.stringify(value));
  return WORDS[String(value)] ?? String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
