import { Component, computed, input } from '@angular/core';

import { MovedDocument } from '../../api/model';
import { ShortDay } from '../../ui/dates';
import { plural } from '../../ui/plural';

const SHOWN = 50;

/** Which filings a closed day moves, and from when to when. */
@Component({
  selector: 'mp-impact-table',
  imports: [ShortDay],
  styles: `
    :host {
      display: grid;
      gap: 10px;
    }
    .scroll {
      max-height: 220px;
      overflow: auto;
    }
    .rows td,
    .rows th {
      padding: 7px 10px 7px 0;
      font-size: 0.9375rem;
    }
    td:not(:first-child) {
      white-space: nowrap;
    }
    small {
      display: block;
      color: var(--ink-soft);
    }
  `,
  template: `
    <p class="note" [class.wait]="documents().length > 0">{{ sentence() }}</p>
    @if (documents().length) {
      <div class="scroll" tabindex="0" role="region" aria-label="Documentos que cambian de fecha">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Documento</th>
              <th scope="col">Ahora</th>
              <th scope="col">Pasaría a</th>
            </tr>
          </thead>
          <tbody>
            @for (row of rows(); track row.key) {
              <tr>
                <td>
                  <span class="num">{{ row.number }}</span>
                  <small>{{ row.what }}</small>
                </td>
                <td>{{ row.before | shortDay }}</td>
                <td>
                  <b>{{ row.after | shortDay }}</b>
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
      @if (hidden(); as count) {
        <p class="soft small">Y {{ count }} más.</p>
      }
    }
  `,
})
export class ImpactTable {
  readonly documents = input.required<MovedDocument[]>();

  protected readonly sentence = computed(() => {
    const count = this.documents().length;
    if (!count) return 'Ningún documento cambia de fecha.';
    return `${plural(count, 'documento cambia', 'documentos cambian')} de fecha. Se avisará a quienes corresponda.`;
  });
  protected readonly rows = computed(() => this.documents().slice(0, SHOWN).flatMap(movesOf));
  protected readonly hidden = computed(() => Math.max(0, this.documents().length - SHOWN));
}

/** A filing may move its answer and its correction. */
function movesOf(document: MovedDocument) {
  const { id, number } = document;
  const answer = {
    key: id,
    number,
    what: 'Vence la respuesta',
    before: document.due_before,
    after: document.due_after,
  };
  const correction = {
    key: `${id}-correction`,
    number,
    what: 'Vence la subsanación',
    before: document.correct_by_before,
    after: document.correct_by_after,
  };
  return [answer, correction].filter(({ before, after }) => before !== after);
}
