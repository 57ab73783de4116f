import { SchemaPathTree } from '@angular/forms/signals';

import { check, filled, upTo } from '../ui/field-rules';
import { emailFault, identityFault, ubigeoFault } from '../ui/identity';
import { DraftData } from './draft';

/** What a draft must hold to be sent: the server's rules, said while one types. */
export function draftRules(draft: SchemaPathTree<DraftData>): void {
  aboutRules(draft.about);
  applicantRules(draft.applicant);
  representativeRules(draft.representative);
  paperRules(draft.papers);
  check(draft.consent.sworn_statement, (value) => (value ? null : 'Marque la declaración para poder enviar.'));
  check(draft.consent.privacy, (value) => (value ? null : 'Acepte el tratamiento de sus datos para poder enviar.'));
}

function aboutRules(about: SchemaPathTree<DraftData['about']>): void {
  check(about.choice, (value) => (value ? null : 'Elija un trámite, o “Otro escrito, sin trámite”.'));
  check(about.document_type, (value) => (value ? null : 'Elija el tipo de documento.'));
  check(about.subject, filled(500, 'Diga en una línea qué pide.'));
  check(about.body, filled(10_000, 'Cuente qué pide y por qué.'));
  check(about.addressed_to, upTo(200));
  check(about.related_registry_number, upTo(40));
}

function applicantRules(applicant: SchemaPathTree<DraftData['applicant']>): void {
  check(applicant.identity_number, (value, { valueOf }) => identityFault(valueOf(applicant.identity_type), value));
  check(applicant.name, (value, { valueOf }) => {
    const legal = valueOf(applicant.person_type) === 'legal';
    return filled(200, legal ? 'Escriba la razón social.' : 'Escriba sus nombres y apellidos.')(value);
  });
  check(applicant.email, emailFault);
  check(applicant.phone, upTo(30));
  check(applicant.address, upTo(300));
  check(applicant.ubigeo, ubigeoFault);
}

function representativeRules(representative: SchemaPathTree<DraftData['representative']>): void {
  check(representative.identity_number, (value, { valueOf }) =>
    valueOf(representative.present) ? identityFault(valueOf(representative.identity_type), value) : null,
  );
  check(representative.name, (value, { valueOf }) =>
    valueOf(representative.present) ? filled(200, 'Escriba los nombres y apellidos de quien representa.')(value) : null,
  );
  check(representative.capacity, upTo(200));
}

function paperRules(papers: SchemaPathTree<DraftData['papers']>): void {
  check(papers.folios, (value) => {
    const count = Number(value);
    const possible = /^\d+$/.test(value.trim()) && count >= 1 && count <= 10_000;
    return possible ? null : 'Escriba cuántas hojas presenta: de 1 a 10 000.';
  });
  const begun = (value: DraftData['papers']) =>
    [value.payment_number, value.payment_date, value.payment_amount].some(Boolean);
  check(papers.payment_number, (value, { valueOf }) =>
    begun(valueOf(papers)) ? filled(40, 'Escriba el número del recibo o voucher.')(value) : null,
  );
  check(papers.payment_date, (value, { valueOf }) =>
    begun(valueOf(papers)) && !value ? 'Elija la fecha del pago.' : null,
  );
  check(papers.payment_amount, (value, { valueOf }) =>
    begun(valueOf(papers)) && !/^\d{1,9}([.,]\d{1,2})?$/.test(value.trim())
      ? 'Escriba el monto en soles, como 84.30.'
      : null,
  );
}
