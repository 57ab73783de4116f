import { httpResource } from '@angular/common/http';
import { Component, computed, inject, output } from '@angular/core';

import { PageDocumentTypeRead, PageProcedureRead } from '../api/model';
import { narrowed, SORTS, View } from '../desk/desk-list';
import { Queue } from '../desk/queue';
import { STATUS_NAMES } from '../desk/words';

/** What narrows the list: state, procedure, kind, dates; and its order. */
@Component({
  selector: 'mp-queue-filters',
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 10px 16px;
      align-items: end;
      padding: 12px 20px;
      border-bottom: 1px solid var(--rule);
      background: var(--desk);
    }
    label {
      display: grid;
      gap: 3px;
      font-size: 0.8125rem;
      color: var(--ink-soft);
      max-width: 100%;
    }
    .control {
      min-height: 40px;
      padding: 4px 10px;
      max-width: 260px;
      font-size: 0.9375rem;
    }
    @media (pointer: coarse) {
      .control {
        min-height: 44px;
      }
    }
  `,
  template: `
    @if (tab().key === 'todos' || view().q) {
      <label>
        Estado
        <select class="control" (change)="narrow({ status: $any($event.target).value })">
          <option value="">Cualquiera</option>
          @for (status of statuses; track status.code) {
            <option [value]="status.code" [selected]="view().status === status.code">{{ status.word }}</option>
          }
        </select>
      </label>
    }
    <label>
      Trámite
      <select class="control" (change)="narrow({ procedure: $any($event.target).value })">
        <option value="">Cualquiera</option>
        @for (procedure of procedures.value()?.items; track procedure.id) {
          <option [value]="procedure.id" [selected]="view().procedure === procedure.id">{{ procedure.name }}</option>
        }
      </select>
    </label>
    <label>
      Tipo de documento
      <select class="control" (change)="narrow({ type: $any($event.target).value })">
        <option value="">Cualquiera</option>
        @for (type of types.value()?.items; track type.code) {
          <option [value]="type.code" [selected]="view().type === type.code">{{ type.name }}</option>
        }
      </select>
    </label>
    <label>
      Presentado desde
      <input class="control" type="date" [value]="view().from" (change)="narrow({ from: $any($event.target).value })" />
    </label>
    <label>
      hasta
      <input class="control" type="date" [value]="view().to" (change)="narrow({ to: $any($event.target).value })" />
    </label>
    <label>
      Orden
      <select class="control" (change)="narrow({ sort: $any($event.target).value })">
        @for (sort of sorts; track sort.value) {
          <option [value]="sort.value" [selected]="view().sort === sort.value">{{ sort.name }}</option>
        }
      </select>
    </label>
    @if (narrowed()) {
      <button type="button" class="button bare" (click)="clear()">Quitar filtros</button>
    }
  `,
})
export class QueueFilters {
  private readonly queue = inject(Queue);

  readonly changed = output<View>();

  protected readonly statuses = STATUS_NAMES;
  protected readonly sorts = SORTS;
  protected readonly view = computed(() => this.queue.view()!);
  protected readonly tab = this.queue.tab;
  protected readonly narrowed = computed(() => narrowed(this.view()));
  protected readonly procedures = httpResource<PageProcedureRead>(() => '/api/v1/procedures?limit=100');
  protected readonly types = httpResource<PageDocumentTypeRead>(() => '/api/v1/document-types?limit=100');

  protected narrow(part: Partial<View>): void {
    this.changed.emit({ ...this.view(), ...part });
  }

  protected clear(): void {
    this.narrow({ q: '', status: '', procedure: '', type: '', from: '', to: '' });
  }
}
