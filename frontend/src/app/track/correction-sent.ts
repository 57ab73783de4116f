import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import type { PublicDocument } from '../api/model';
import { Institution } from '../institution/institution';
import { limaDate } from '../ui/dates';
import { Line } from '../ui/line';
import { plural } from '../ui/plural';
import { Stamp } from '../ui/stamp';
import { dayIn, situationOf } from './words';

/** The receipt of a correction: its instant, and every answer as it was taken. */
@Component({
  selector: 'mp-correction-sent',
  imports: [Line, RouterLink, Stamp],
  styles: `
    .two {
      display: flex;
      flex-wrap: wrap;
      gap: 20px 32px;
      align-items: center;
      justify-content: space-between;
    }
    .two > :first-child {
      flex: 1 1 320px;
    }
    .points {
      padding-left: 1.2em;
      list-style: decimal;
      display: grid;
      gap: 12px;
    }
    .points p {
      white-space: pre-line;
      overflow-wrap: anywhere;
    }
  `,
  templateUrl: './correction-sent.html',
})
export class CorrectionSent {
  private readonly institution = inject(Institution).known;

  readonly filing = input.required<PublicDocument>();
  readonly back = input.required<string>();

  protected readonly at = computed(() => this.filing().observation?.corrected_at ?? this.filing().presented_at);
  protected readonly day = computed(() => limaDate(new Date(this.at())));
  protected readonly who = computed(() => {
    const known = this.institution();
    return known ? `${known.short_name} · ${known.desk_name}` : 'Mesa de Partes';
  });
  protected readonly count = computed(() => plural(this.filing().observation?.items.length ?? 0, 'punto'));
  protected readonly keeps = computed(() => dayIn(this.filing().presentation_date));
  protected readonly situation = computed(() => situationOf(this.filing()));
  protected readonly points = computed(() =>
    (this.filing().observation?.items ?? []).map((item) => ({
      ...item,
      file: this.filing().attachments.find(({ id }) => id === item.answer_attachment_id)?.filename ?? null,
    })),
  );

  protected print(): void {
    window.print();
  }
}
