import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import type { PublicDocument } from '../api/model';
import { Download } from '../ui/download';
import { Line } from '../ui/line';
import { plural } from '../ui/plural';
import { FilingAccess, receiptFile } from './filing-access';
import { isObserved, until } from './words';

/** What the person must do, before anything else. Shows nothing when there is nothing. */
@Component({
  selector: 'mp-filing-to-do',
  imports: [Download, Line, RouterLink],
  styles: `
    h2 {
      font-size: 1.125rem;
    }
    ol {
      margin: 8px 0 0;
      padding-left: 1.3em;
      display: grid;
      gap: 4px;
    }
    .acts {
      margin-top: 14px;
    }
  `,
  template: `
    @if (observed(); as observation) {
      <section mpLine="Qué debe hacer">
        <div class="note wait">
          <h2>Responda {{ points() }} hasta el {{ by() }}</h2>
          <ol>
            @for (item of observation.items; track item.id) {
              <li>{{ item.text }}</li>
            }
          </ol>
          <p style="margin-top: 8px">
            Es la única vez que se lo piden. Si no responde a tiempo, el documento se tendrá por no presentado.
          </p>
        </div>
        <p class="acts"><a class="button" [routerLink]="correctionLink()">Subsanar</a></p>
      </section>
    } @else if (filing().status === 'not_presented') {
      <section mpLine="Qué puede hacer">
        <p class="note late">
          No llegó su respuesta a tiempo. Puede presentar el documento otra vez, ya corregido: contará con la fecha en
          que lo envíe.
        </p>
        <p class="acts"><a class="button" routerLink="/presentar">Presentar de nuevo</a></p>
      </section>
    } @else if (answer(); as file) {
      <section mpLine="Qué debe hacer">
        <p class="note done">La entidad ya respondió. Lea la respuesta y guárdela.</p>
        <p class="acts"><mp-download look="button" [file]="file" /></p>
      </section>
    }
  `,
})
export class FilingToDo {
  readonly filing = input.required<PublicDocument>();
  readonly access = input.required<FilingAccess>();
  readonly correctionLink = input.required<string>();

  protected readonly observed = computed(() => (isObserved(this.filing()) ? this.filing().observation : null));
  protected readonly points = computed(() => {
    const count = this.observed()?.items.length ?? 0;
    return count === 1 ? 'lo que le observaron' : `los ${plural(count, 'punto')} observados`;
  });
  protected readonly by = computed(() => until(this.filing().correct_by ?? this.filing().presented_at));
  protected readonly answer = computed(() => {
    const { receipts, number } = this.filing();
    return receipts.some(({ kind }) => kind === 'answer') ? receiptFile(this.access(), number, 'answer') : null;
  });
}
