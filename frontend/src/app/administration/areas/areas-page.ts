import { httpResource } from '@angular/common/http';
import { Component, computed, DestroyRef, inject, signal } from '@angular/core';

import { AreaRead, PageAreaRead } from '../../api/model';
import { Keys } from '../../desk/keys';
import { Said } from '../../desk/said';
import { Setup } from '../../desk/setup';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { StateMark } from '../../ui/state-mark';
import { AreaDialog } from './area-dialog';

/** The areas of the institution. */
@Component({
  selector: 'mp-areas-page',
  imports: [AreaDialog, ProblemBanner, Skeleton, StateMark],
  styleUrl: '../list.css',
  template: `
    <div class="page">
      <header>
        <h1>Áreas</h1>
        <button type="button" class="button" (click)="open.set('new')">
          Crear área <kbd aria-hidden="true">N</kbd>
        </button>
      </header>
      @if (areas.error(); as failure) {
        <mp-problem-banner [problem]="failure" (retry)="areas.reload()" />
      } @else if (!areas.hasValue()) {
        <mp-skeleton lines="6" />
      } @else {
        <form class="filters" role="search" (submit)="$event.preventDefault()">
          <label class="wide">
            Código o nombre
            <input #seek class="control" type="search" (input)="search.set(seek.value)" />
          </label>
        </form>
        <table class="rows">
          <caption class="unseen">
            Áreas
          </caption>
          <thead>
            <tr>
              <th scope="col">Nombre</th>
              <th scope="col">Código</th>
              <th scope="col">Estado</th>
            </tr>
          </thead>
          <tbody>
            @for (area of found(); track area.id) {
              <tr>
                <td>
                  <button type="button" class="link name" (click)="open.set(area)">{{ area.name }}</button>
                </td>
                <td class="num">{{ area.code }}</td>
                <td>
                  <mp-state [tone]="area.active ? 'done' : 'calm'">{{
                    area.active ? 'En uso' : 'Fuera de uso'
                  }}</mp-state>
                </td>
              </tr>
            } @empty {
              <tr>
                <td colspan="3" class="soft">Ningún área coincide.</td>
              </tr>
            }
          </tbody>
        </table>
      }
    </div>
    <mp-area-dialog [area]="open()" (closed)="open.set(null)" (saved)="saved($event)" />
  `,
})
export default class AreasPage {
  private readonly said = inject(Said);
  private readonly setup = inject(Setup);

  protected readonly areas = httpResource<PageAreaRead>(() => '/api/v1/areas?limit=100&inactive=true');
  protected readonly search = signal('');
  protected readonly open = signal<AreaRead | 'new' | null>(null);
  protected readonly found = computed(() => {
    const wanted = plain(this.search().trim());
    const all = this.areas.hasValue() ? this.areas.value().items : [];
    return all.filter(({ code, name }) => plain(`${code} ${name}`).includes(wanted));
  });

  constructor() {
    inject(Keys).during(inject(DestroyRef), [
      { title: 'Crear un área', group: 'En la lista', keys: ['n'], run: () => this.open.set('new') },
    ]);
  }

  protected saved(area: AreaRead): void {
    this.open.set(null);
    this.said.say(`Guardado: ${area.name}.`);
    this.areas.reload();
    this.setup.saved();
  }
}

function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}
