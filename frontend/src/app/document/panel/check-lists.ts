import { Component, computed, inject } from '@angular/core';

import { plural, Plural } from '../../ui/plural';
import { StateMark } from '../../ui/state-mark';
import { Decision } from '../decision';
import { findingChecks, foliosDiffer, requirementChecks } from '../checks';

/** Requirements and findings, each with its shape. */
@Component({
  selector: 'mp-check-lists',
  imports: [Plural, StateMark],
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    h3 {
      font-size: 0.8125rem;
      color: var(--ink-soft);
      font-weight: 560;
      margin-bottom: 6px;
    }
    ul {
      display: grid;
      gap: 6px;
    }
    mp-state {
      display: flex;
      font-weight: 440;
      white-space: normal;
      align-items: baseline;
      color: inherit;
    }
    mp-state::before {
      background: var(--ink-soft);
    }
    mp-state.done::before {
      background: var(--done);
    }
    mp-state.wait::before {
      background: var(--wait);
    }
    mp-state.late::before {
      background: var(--late);
    }
  `,
  template: `
    @if (requirements().length) {
      <section>
        <h3>Requisitos</h3>
        <ul class="plain">
          @for (check of requirements(); track check.key) {
            <li>
              <mp-state [tone]="check.tone">{{ check.text }}</mp-state>
            </li>
          }
        </ul>
      </section>
    }
    <section>
      <h3>Revisión previa</h3>
      <ul class="plain">
        @for (check of findings(); track check.key) {
          <li>
            <mp-state [tone]="check.tone">{{ check.text }}</mp-state>
          </li>
        }
        @if (pages(); as count) {
          <li>
            <mp-state tone="wait">
              Declara {{ document().folios | plural: 'folio' }} y
              {{ count === 1 ? 'es 1 página' : 'son ' + count + ' páginas' }}.
              @if (decision.can().has('receive')) {
                <button type="button" class="link" (click)="decision.folios.set(count)">Anotar {{ count }}</button>
              }
            </mp-state>
          </li>
        } @else if (decision.folios(); as noted) {
          <li>
            <mp-state tone="done">
              Se registrará con {{ noted | plural: 'folio' }}.
              <button type="button" class="link" (click)="decision.folios.set(null)">
                Dejar {{ document().folios }}
              </button>
            </mp-state>
          </li>
        } @else if (!findings().length) {
          <li>
            <mp-state tone="done">Los archivos se leen bien; {{ foliosSaid() }}</mp-state>
          </li>
        }
      </ul>
    </section>
  `,
})
export class CheckLists {
  protected readonly decision = inject(Decision);

  protected readonly document = computed(() => this.decision.document()!);
  protected readonly requirements = computed(() => requirementChecks(this.document(), this.decision.procedure()));
  protected readonly findings = computed(() => findingChecks(this.document()));
  protected readonly pages = computed(() => foliosDiffer(this.document(), this.decision.folios()));
  protected readonly foliosSaid = computed(() => {
    const { folios, pages } = this.document();
    return pages === folios ? `${plural(folios, 'folio')}, como declara` : `declara ${plural(folios, 'folio')}`;
  });
}
