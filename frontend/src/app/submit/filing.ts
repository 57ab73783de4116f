import type { Present, ProcedureRead } from '../api/model';
import { FileUpload } from '../uploads/file-upload';
import { DraftData } from './draft';

export interface Annexed {
  file: FileUpload;
  requirement_id: string | null;
  title: string;
}

/** The body of `POST /documents`. Needs a draft that follows the rules and files that are ready. */
export function filingOf(data: DraftData, main: FileUpload, annexes: Annexed[], consentVersion: string): Present {
  const { about, applicant, representative, papers, consent } = data;
  return {
    procedure_id: about.choice === 'none' ? null : about.choice,
    document_type: about.document_type,
    subject: about.subject.trim(),
    body: about.body.trim(),
    addressed_to: orNull(about.addressed_to),
    related_registry_number: orNull(about.related_registry_number),
    folios: Number(papers.folios),
    priority: 'normal',
    applicant: {
      person_type: applicant.person_type,
      identity_type: applicant.identity_type,
      identity_number: applicant.identity_number.trim().toUpperCase(),
      name: applicant.name.trim(),
      email: applicant.email.trim(),
      phone: orNull(applicant.phone),
      address: orNull(applicant.address),
      ubigeo: orNull(applicant.ubigeo),
    },
    representative: representative.present
      ? {
          identity_type: representative.identity_type,
          identity_number: representative.identity_number.trim().toUpperCase(),
          name: representative.name.trim(),
          capacity: orNull(representative.capacity),
        }
      : null,
    payment: papers.payment_number
      ? {
          number: papers.payment_number.trim(),
          date: papers.payment_date,
          amount: papers.payment_amount.trim().replace(',', '.'),
        }
      : null,
    main_upload_id: main.id() ?? '',
    annexes: annexes.map(({ file, requirement_id, title }) => ({
      upload_id: file.id() ?? '',
      requirement_id,
      title: orNull(title),
    })),
    electronic_notice: consent.electronic_notice,
    sworn_statement: consent.sworn_statement,
    privacy_consent_version: consentVersion,
  };
}

/** Requirements that must come and have no file yet. The desk receives the filing all the same, and observes it. */
export function missingRequirements(procedure: ProcedureRead | null, annexes: Annexed[]): string[] {
  const given = new Set(annexes.map(({ requirement_id }) => requirement_id));
  return (procedure?.requirements ?? [])
    .filter(({ id, required }) => required && !given.has(id))
    .map(({ name }) => name);
}

/** Pages counted in what was attached; files whose pages nobody can count leave it a lower bound. */
export function pagesOf(files: FileUpload[]): number {
  return files.reduce((sum, file) => sum + (file.pages() ?? 0), 0);
}

function orNull(text: string): string | null {
  return text.trim() || null;
}
