import { httpResource } from '@angular/common/http';
import { Signal } from '@angular/core';

import type { DeadlineRead, MovementRead, PublicDocument } from '../api/model';
import type { PrivateFile } from '../ui/download';

/** A filing and what opens it: a tracking token, or, when null, the session of its owner. */
export interface FilingAccess {
  id: string;
  token: string | null;
}

/** Authorization for a call about this filing; the session's own is added by the interceptor. */
export function headersOf({ token }: FilingAccess): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

export function pathOf({ id }: FilingAccess): string {
  return `/api/v1/documents/${encodeURIComponent(id)}`;
}

/** Its parts as resources. Call it where injecting is allowed. */
export function documentOf(access: Signal<FilingAccess>) {
  return read<PublicDocument>(access, '');
}

export function movementsOf(access: Signal<FilingAccess>) {
  return read<MovementRead[]>(access, '/movements');
}

export function deadlineOf(access: Signal<FilingAccess>) {
  return read<DeadlineRead>(access, '/deadline');
}

function read<T>(access: Signal<FilingAccess>, part: string) {
  return httpResource<T>(() => ({ url: pathOf(access()) + part, headers: headersOf(access()) }));
}

const RECEIPTS: Record<string, string> = {
  presentation: 'Constancia de presentación',
  reception: 'Cargo de recepción',
  answer: 'Respuesta firmada',
};

export function receiptFile(access: FilingAccess, number: string, kind: string): PrivateFile {
  return {
    label: RECEIPTS[kind] ?? 'Constancia',
    path: `${pathOf(access)}/receipt?kind=${kind}`,
    filename: `${number}-${kind}.pdf`,
    headers: headersOf(access),
  };
}

export function attachmentFile(access: FilingAccess, { id, filename }: { id: string; filename: string }): PrivateFile {
  const path = `/api/v1/attachments/${encodeURIComponent(id)}/content`;
  return { label: 'Descargar', path, filename, headers: headersOf(access) };
}
