import { Component, computed, input } from '@angular/core';

import { DocumentRead } from '../../api/model';
import { dayOf, longDay } from '../../ui/dates';
import { Item } from './draft';

/** The letter as it will arrive, while it is being written. */
@Component({
  selector: 'mp-mail-preview',
  styles: `
    h2 {
      font-size: 0.8125rem;
      color: var(--ink-soft);
      font-weight: 560;
      margin-bottom: 6px;
    }
    article {
      display: grid;
      gap: 8px;
      padding: 12px 14px;
      background: var(--desk);
      border-left: 1.5px solid var(--margin);
      font-size: 0.875rem;
      overflow-wrap: anywhere;
    }
    ol {
      padding-left: 20px;
    }
    li {
      white-space: pre-wrap;
    }
  `,
  template: `
    <h2>{{ document().applicant.email ? 'El correo a ' + document().applicant.email : 'El aviso' }}</h2>
    <article aria-live="off">
      <b>Debe subsanar su documento {{ document().number }}</b>
      <p>Buen día, {{ document().applicant.name }}:</p>
      <p>
        La mesa de partes revisó su documento {{ document().number }} y encontró lo siguiente:<br />Asunto:
        {{ document().subject }}
      </p>
      <ol>
        @for (item of items(); track item.key) {
          <li>{{ item.text }}</li>
        }
      </ol>
      <p>
        Tiene hasta el <b>{{ limit() }}</b> para subsanar. Después, el sistema tendrá el documento por no presentado.
      </p>
      <p>
        Si subsana a tiempo, su documento conserva la fecha en que lo presentó. No habrá una segunda observación de la
        mesa de partes.
      </p>
    </article>
  `,
})
export class MailPreview {
  readonly document = input.required<DocumentRead>();
  readonly items = input.required<Item[]>();
  /** ISO date of the last day; null until the server counted it. */
  readonly until = input.required<string | null>();

  protected readonly limit = computed(() => {
    const until = this.until();
    return until ? `${longDay(dayOf(until))}, 23:59` : '…';
  });
}
