import type { IdentityType, Present } from '../api/model';
import { SavedUpload } from '../uploads/file-upload';

/** Every text a person types, as typed: empty strings until then. */
export interface DraftData {
  about: {
    /** The procedure's id, `none` for a filing without one, or nothing chosen yet. */
    choice: string;
    document_type: string;
    subject: string;
    body: string;
    addressed_to: string;
    related_registry_number: string;
  };
  applicant: {
    person_type: 'natural' | 'legal';
    identity_type: IdentityType;
    identity_number: string;
    name: string;
    email: string;
    phone: string;
    address: string;
    ubigeo: string;
  };
  representative: {
    present: boolean;
    identity_type: IdentityType;
    identity_number: string;
    name: string;
    capacity: string;
  };
  papers: { folios: string; payment_number: string; payment_date: string; payment_amount: string };
  consent: { electronic_notice: boolean; sworn_statement: boolean; privacy: boolean };
}

export interface SavedAnnex {
  file: SavedUpload;
  requirement_id: string | null;
  title: string;
}

/** A draft as this browser keeps it. */
export interface SavedDraft {
  format: 1;
  data: DraftData;
  main: SavedUpload | null;
  annexes: SavedAnnex[];
  /** Sent with the filing, so that sending twice files once. */
  idempotency_key: string;
  /** What was sent and not yet answered. */
  pending: Present | null;
  saved_at: string;
}

export function blank(): DraftData {
  return {
    about: {
      choice: '',
      document_type: 'solicitud',
      subject: '',
      body: '',
      addressed_to: '',
      related_registry_number: '',
    },
    applicant: {
      person_type: 'natural',
      identity_type: 'dni',
      identity_number: '',
      name: '',
      email: '',
      phone: '',
      address: '',
      ubigeo: '',
    },
    representative: { present: false, identity_type: 'dni', identity_number: '', name: '', capacity: '' },
    papers: { folios: '', payment_number: '', payment_date: '', payment_amount: '' },
    consent: { electronic_notice: true, sworn_statement: false, privacy: false },
  };
}

export function isBlank(data: DraftData): boolean {
  return JSON.stringify(data) === JSON.stringify(blank());
}
