import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import type { PublicAttachment, PublicDocument } from '../api/model';
import { Download } from '../ui/download';
import { fileSize } from '../ui/file-size';
import { IDENTITY_NAMES } from '../ui/identity';
import { Line } from '../ui/line';
import { plural } from '../ui/plural';
import { attachmentFile, FilingAccess, receiptFile } from './filing-access';
import { until } from './words';

const KINDS: Record<string, string> = {
  main: 'Escrito principal',
  correction: 'Lo subsanado',
  requirement: 'Lo que le pidieron',
  answer: 'Respuesta',
};

/** Receipts and files, each to be downloaded, and what was declared. */
@Component({
  selector: 'mp-filing-papers',
  imports: [Download, Line, RouterLink],
  templateUrl: './filing-papers.html',
  styleUrl: './filing-papers.css',
})
export class FilingPapers {
  readonly filing = input.required<PublicDocument>();
  readonly access = input.required<FilingAccess>();

  protected readonly receipts = computed(() =>
    this.filing().receipts.map((receipt) => {
      const file = receiptFile(this.access(), this.filing().number, receipt.kind);
      return { ...receipt, name: file.label, when: until(receipt.issued_at), file: { ...file, label: 'Descargar' } };
    }),
  );
  protected readonly files = computed(() =>
    this.filing().attachments.map((each) => ({
      ...each,
      what: KINDS[each.kind] ?? each.title,
      facts: factsOf(each),
      file: ['off', 'clean'].includes(each.scan) ? attachmentFile(this.access(), each) : null,
    })),
  );
  protected readonly identity = computed(() => {
    const { identity_type, identity_number } = this.filing().applicant;
    return `${(IDENTITY_NAMES as Record<string, string>)[identity_type] ?? identity_type} ${identity_number}`;
  });
  protected readonly presented = computed(() => until(this.filing().presented_at));
  protected readonly folios = computed(() => plural(this.filing().folios, 'folio'));
}

function factsOf({ filename, pages, size }: PublicAttachment): string {
  return [filename, pages ? plural(pages, 'página') : null, fileSize(size)].filter(Boolean).join(' · ');
}
