import { Component, computed, input } from '@angular/core';

import { StorageFigures, StorageFinding } from '../../api/model';
import { StateMark } from '../../ui/state-mark';

const WORDS: Record<StorageFinding['problem'], { tone: 'late' | 'calm'; word: string; what: string }> = {
  missing: { tone: 'late', word: 'Falta', what: 'El archivo ya no está en el almacén.' },
  changed: { tone: 'late', word: 'Cambiado', what: 'Su contenido ya no es el que se recibió.' },
  stray: { tone: 'calm', word: 'Sobra', what: 'Ningún trámite lo usa; se borra solo después de un día.' },
};

/** The files that are not as they must be, with the filing each belongs to. */
@Component({
  selector: 'mp-findings-table',
  imports: [StateMark],
  styleUrl: '../list.css',
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
  `,
  template: `
    @if (lost()) {
      <p>
        No borre ninguna copia de respaldo: el archivo bueno puede estar en una anterior. Avise a quien opera el
        servidor.
      </p>
    }
    <table class="rows">
      <caption class="unseen">
        Archivos con hallazgos
      </caption>
      <thead>
        <tr>
          <th scope="col">Trámite</th>
          <th scope="col">Hallazgo</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.sha256) {
          <tr>
            <td>
              @if (row.document) {
                <b class="num">{{ row.document }}</b>
              } @else {
                <span class="soft">Sin trámite</span>
              }
              <small>{{ row.what }}</small>
              <small class="num">{{ row.sha256 }}</small>
            </td>
            <td>
              <mp-state [tone]="row.tone">{{ row.word }}</mp-state>
            </td>
          </tr>
        }
      </tbody>
    </table>
    @if (hidden(); as count) {
      <p class="soft small">Y {{ count }} más.</p>
    }
  `,
})
export class FindingsTable {
  readonly figures = input.required<StorageFigures>();

  protected readonly rows = computed(() =>
    this.figures().findings.map((finding) => ({ ...finding, ...WORDS[finding.problem] })),
  );
  protected readonly lost = computed(() => this.figures().missing + this.figures().changed > 0);
  protected readonly hidden = computed(() => {
    const { missing, changed, stray, findings } = this.figures();
    return Math.max(0, missing + changed + stray - findings.length);
  });
}
