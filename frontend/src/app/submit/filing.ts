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
  const { about, papers, consent } = data;
  return {
    procedure_id: about.choice === 'none' ? null : about.choice,
    document_type: about.document_type,
    subject: about.subject.trim(),
    body: about.body.trim(),
    addressed_to: orNull(about.addressed_to),
    related_registry_number: orNull(about.related_registry_number),
    folios: Number(papers.folios),
    priority: 'normal',
    applicant: applicantOf(data.applicant),
    representative: representativeOf(data.representative),
    payment: paymentOf(papers),
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

function applicantOf(typed: DraftData['applicant']): Present['applicant'] {
  return {
    person_type: typed.person_type,
    identity_type: typed.identity_type,
    identity_number: typed.identity_number.trim().toUpperCase(),
    name: typed.name.trim(),
    email: typed.email.trim(),
    phone: orNull(typed.phone),
    address: orNull(typed.address),
    ubigeo: orNull(typed.ubigeo),
  };
}

function representativeOf(typed: DraftData['representative']): Present['representative'] {
  if (!typed.present) return null;
  return {
    identity_type: typed.identity_type,
    identity_number: typed.identity_number.trim().toUpperCase(),
    name: typed.name.trim(),
    capacity: orNull(typed.capacity),
  };
}

function paymentOf(typed: DraftData['papers']): Present['payment'] {
  if (!typed.payment_number) return null;
  return {
    number: typed.payment_number.trim(),
    date: typed.payment_date,
    amount: typed.payment_amount.trim().replace(',', '.'),
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
