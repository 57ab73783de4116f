import { NewProcedure, ProcedureRead } from '../../api/model';

/** A procedure as it is being written: numbers are what was typed. */
export interface ProcedureDraft {
  code: string;
  name: string;
  description: string;
  term_days: string;
  term_starts_from: ProcedureRead['term_starts_from'];
  silence: ProcedureRead['silence'];
  fee: string;
  area_id: string;
}

export interface RequirementDraft {
  /** Tells it from the others while they are written and moved. */
  key: string;
  /** Null for one that is new. */
  id: string | null;
  name: string;
  required: boolean;
  formats: string[];
}

export function draftOf(procedure: ProcedureRead | null): ProcedureDraft {
  return {
    code: procedure?.code ?? '',
    name: procedure?.name ?? '',
    description: procedure?.description ?? '',
    term_days: procedure?.term_days?.toString() ?? '',
    term_starts_from: procedure?.term_starts_from ?? 'presentation',
    silence: procedure?.silence ?? 'negative',
    fee: Number(procedure?.fee) ? Number(procedure?.fee).toFixed(2) : '',
    area_id: procedure?.area_id ?? '',
  };
}

export function requirementsOf(procedure: ProcedureRead | null): RequirementDraft[] {
  return (procedure?.requirements ?? []).map((each) => ({ ...each, key: each.id }));
}

/** What to send. An empty term is none, an empty fee is free, an empty area is none. */
export function bodyOf(draft: ProcedureDraft, requirements: RequirementDraft[]): NewProcedure {
  return {
    code: draft.code.trim(),
    name: draft.name.trim(),
    description: draft.description.trim(),
    term_days: draft.term_days.trim() ? Number(draft.term_days) : null,
    term_starts_from: draft.term_starts_from,
    silence: draft.silence,
    fee: soles(draft.fee) ?? 0,
    area_id: draft.area_id || null,
    requirements: requirements.map(({ id, name, required, formats }) => ({
      ...(id && { id }),
      name: name.trim(),
      required,
      formats,
    })),
  };
}

/** "84.30" or "84,30" as a number; null when it is no amount. */
export function soles(text: string): number | null {
  const written = text.trim().replace(',', '.');
  if (!written) return 0;
  return /^\d{1,8}(\.\d{0,2})?$/.test(written) ? Number(written) : null;
}

export function termFault(text: string): string | null {
  const written = text.trim();
  const days = Number(written);
  if (!written || (/^\d+$/.test(written) && days >= 1 && days <= 1000)) return null;
  return 'Escriba un número de días entre 1 y 1000, o déjelo vacío.';
}

/** The list with the item at `from` moved by `step`; the same list when it cannot move so. */
export function moved<T>(items: T[], from: number, step: 1 | -1): T[] {
  const to = from + step;
  if (to < 0 || to >= items.length) return items;
  const next = items.slice();
  [next[from], next[to]] = [next[to], next[from]];
  return next;
}
