import type { InstitutionRead } from '../api/model';
import { Problem } from '../problems/problem';
import { fileSize, limitSize } from '../ui/file-size';

export type FileLimits = Pick<InstitutionRead, 'max_upload_size' | 'allowed_extensions'>;

/** Why a file would be refused, known before a byte is sent; null when only the server can tell. */
export function refusalOf(file: File, limits: FileLimits): Problem | null {
  const extension = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  if (!file.size)
    return refusal('file_empty', 'El archivo está vacío.', 'Ábralo para comprobarlo y adjúntelo de nuevo.');
  if (file.size > limits.max_upload_size) {
    const sizes = `pesa ${fileSize(file.size)} y el máximo es ${limitSize(limits.max_upload_size)}`;
    return refusal('file_too_large', `El archivo ${sizes}.`, 'Divídalo o escanéelo con menos resolución.');
  }
  if (!limits.allowed_extensions.includes(extension)) {
    const accepted = limits.allowed_extensions.map((each) => each.toUpperCase()).join(', ');
    return refusal('file_extension_not_allowed', 'No recibimos archivos de ese tipo.', `Adjunte ${accepted}.`);
  }
  return null;
}

/** The bytes of a kept file are gone: the browser cleared its storage. */
export const LOST: Problem = refusal('file_lost', 'Este equipo ya no guarda el archivo.', 'Elíjalo de nuevo.');

function refusal(code: string, title: string, detail: string): Problem {
  return { status: 422, code, title, detail, errors: [], instance: null, retryAfter: null };
}
