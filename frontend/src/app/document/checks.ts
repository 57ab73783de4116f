import { DocumentRead, ProcedureRead, StaffAttachment } from '../api/model';
import { Tone } from '../ui/state-mark';
import { toneOf } from '../desk/words';

export interface Check {
  key: string;
  tone: Tone;
  text: string;
}

/** The requirements of the procedure, each with whether a file was sent for it. */
export function requirementChecks(document: DocumentRead, procedure: ProcedureRead | null): Check[] {
  const sent = new Set(document.attachments.map(({ requirement_id }) => requirement_id));
  return (procedure?.requirements ?? []).map(({ id, name, required }) => {
    if (sent.has(id)) return { key: id, tone: 'done', text: name };
    return required
      ? { key: id, tone: 'wait', text: `Falta: ${name}` }
      : { key: id, tone: 'calm', text: `${name} (si corresponde, no vino)` };
  });
}

/** What the machine found in the files; each names its file when there are several. */
export function findingChecks({ attachments }: DocumentRead): Check[] {
  const named = attachments.length > 1;
  return attachments.flatMap((file) =>
    file.findings.map(({ code, severity, message }) => ({
      key: `${file.id}-${code}`,
      tone: toneOf(severity),
      text: named ? `${titleOf(file)}: ${message}` : message,
    })),
  );
}

/** Declared folios against the pages counted; null when they agree or nothing could be counted. */
export function foliosDiffer({ folios, pages, attachments }: DocumentRead, noted: number | null): number | null {
  const allCounted = attachments.every((file) => file.pages !== null);
  return allCounted && pages > 0 && pages !== (noted ?? folios) ? pages : null;
}

export function titleOf(file: StaffAttachment): string {
  return file.kind === 'main' ? 'Escrito' : file.title || file.filename;
}
