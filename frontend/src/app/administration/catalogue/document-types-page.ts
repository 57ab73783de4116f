import { Component, DestroyRef, inject, resource, signal } from '@angular/core';

import { DocumentTypeRead } from '../../api/model';
import { Keys } from '../../desk/keys';
import { Said } from '../../desk/said';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { StateMark } from '../../ui/state-mark';
import { Catalogue } from '../catalogue';
import { CatalogueTabs } from './catalogue-tabs';
import { DocumentTypeDialog } from './document-type-dialog';

/** The kinds of document that can be presented. */
@Component({
  selector: 'mp-document-types-page',
  imports: [CatalogueTabs, DocumentTypeDialog, ProblemBanner, Skeleton, StateMark],
  styleUrl: '../list.css',
  template: `
    <div class="page">
      <header>
        <h1>Tipos de documento</h1>
        <button type="button" class="button" (click)="open.set('new')">
          Crear tipo <kbd aria-hidden="true">N</kbd>
        </button>
      </header>
      <mp-catalogue-tabs />
      <p class="soft">Quien presenta elige uno, en este orden. Lo ya presentado conserva el suyo.</p>
      @if (types.error(); as failure) {
        <mp-problem-banner [problem]="failure" (retry)="types.reload()" />
      } @else if (!types.hasValue()) {
        <mp-skeleton lines="6" />
      } @else {
        <table class="rows">
          <caption class="unseen">
            Tipos de documento
          </caption>
          <thead>
            <tr>
              <th scope="col">Nombre</th>
              <th scope="col">Orden</th>
              <th scope="col">Estado</th>
            </tr>
          </thead>
          <tbody>
            @for (type of types.value(); track type.code) {
              <tr>
                <td>
                  <button type="button" class="link name" (click)="open.set(type)">{{ type.name }}</button>
                  <small class="num">{{ type.code }}</small>
                </td>
                <td class="num wide-only">{{ type.position }}</td>
                <td>
                  <mp-state [tone]="type.active ? 'done' : 'calm'">{{
                    type.active ? 'En uso' : 'Fuera de uso'
                  }}</mp-state>
                </td>
              </tr>
            } @empty {
              <tr>
                <td colspan="3" class="soft">Aún no hay tipos: sin uno nadie puede presentar.</td>
              </tr>
            }
          </tbody>
        </table>
      }
    </div>
    <mp-document-type-dialog [type]="open()" (closed)="open.set(null)" (saved)="saved($event)" />
  `,
})
export default class DocumentTypesPage {
  private readonly catalogue = inject(Catalogue);
  private readonly said = inject(Said);

  protected readonly types = resource({ loader: () => this.catalogue.types() });
  /** The one being changed; `new` for one being made. */
  protected readonly open = signal<DocumentTypeRead | 'new' | null>(null);

  constructor() {
    inject(Keys).during(inject(DestroyRef), [
      { title: 'Crear un tipo de documento', group: 'En la lista', keys: ['n'], run: () => this.open.set('new') },
    ]);
  }

  protected saved(type: DocumentTypeRead): void {
    this.open.set(null);
    this.said.say(`Guardado: ${type.name}.`);
    this.types.reload();
  }
}
