import { Component, computed, DestroyRef, ElementRef, inject, resource, signal, viewChild } from '@angular/core';

import { ObservationReasonRead } from '../../api/model';
import { Keys } from '../../desk/keys';
import { Said } from '../../desk/said';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { StateMark } from '../../ui/state-mark';
import { Catalogue } from '../catalogue';
import { matches } from '../words';
import { CatalogueTabs } from './catalogue-tabs';
import { ReasonDialog } from './reason-dialog';

/** The reasons with which the desk observes a filing. */
@Component({
  selector: 'mp-reasons-page',
  imports: [CatalogueTabs, ProblemBanner, ReasonDialog, Skeleton, StateMark],
  styleUrl: '../list.css',
  template: `
    <div class="page">
      <header>
        <h1>Motivos de observación</h1>
        <button type="button" class="button" (click)="open.set('new')">
          Crear motivo <kbd aria-hidden="true">N</kbd>
        </button>
      </header>
      <mp-catalogue-tabs />
      <p class="soft">La mesa de partes los elige al observar. Lo ya observado conserva el texto que se envió.</p>
      @if (reasons.error(); as failure) {
        <mp-problem-banner [problem]="failure" (retry)="reasons.reload()" />
      } @else if (!reasons.hasValue()) {
        <mp-skeleton lines="6" />
      } @else {
        <form class="filters" role="search" (submit)="$event.preventDefault()">
          <label class="wide">
            Nombre o texto
            <input #seek class="control" type="search" maxlength="100" (input)="search.set(seek.value)" />
          </label>
        </form>
        <table class="rows">
          <caption class="unseen">
            Motivos de observación
          </caption>
          <thead>
            <tr>
              <th scope="col">Motivo y texto que lee quien presentó</th>
              <th scope="col">Estado</th>
            </tr>
          </thead>
          <tbody>
            @for (reason of found(); track reason.id) {
              <tr>
                <td>
                  <button type="button" class="link name" (click)="open.set(reason)">{{ reason.name }}</button>
                  <small>{{ reason.text }}</small>
                  @if (reason.legal_rule) {
                    <small>{{ reason.legal_rule }}</small>
                  }
                </td>
                <td>
                  <mp-state [tone]="reason.active ? 'done' : 'calm'">{{
                    reason.active ? 'En uso' : 'Fuera de uso'
                  }}</mp-state>
                </td>
              </tr>
            } @empty {
              <tr>
                <td colspan="2" class="soft">Ningún motivo coincide.</td>
              </tr>
            }
          </tbody>
        </table>
      }
    </div>
    <mp-reason-dialog [reason]="open()" (closed)="open.set(null)" (saved)="saved($event)" />
  `,
})
export default class ReasonsPage {
  private readonly catalogue = inject(Catalogue);
  private readonly said = inject(Said);
  private readonly seek = viewChild<ElementRef<HTMLInputElement>>('seek');

  protected readonly reasons = resource({ loader: () => this.catalogue.reasons() });
  protected readonly search = signal('');
  protected readonly open = signal<ObservationReasonRead | 'new' | null>(null);
  protected readonly found = computed(() => {
    const all = this.reasons.hasValue() ? this.reasons.value() : [];
    return all.filter(({ code, name, text }) => matches(`${code} ${name} ${text}`, this.search()));
  });

  constructor() {
    inject(Keys).during(inject(DestroyRef), [
      { title: 'Buscar un motivo', group: 'En la lista', keys: ['/'], run: () => this.seek()?.nativeElement.focus() },
      { title: 'Crear un motivo', group: 'En la lista', keys: ['n'], run: () => this.open.set('new') },
    ]);
  }

  protected saved(reason: ObservationReasonRead): void {
    this.open.set(null);
    this.said.say(`Guardado: ${reason.name}.`);
    this.reasons.reload();
  }
}
