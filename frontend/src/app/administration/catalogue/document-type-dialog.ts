import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';

import { DocumentTypeRead } from '../../api/model';
import { messageFor } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { FormDialog } from '../../ui/form-dialog';
import { posting } from '../../ui/posting';
import { Catalogue } from '../catalogue';
import { orderFault, orderOf } from './order';

/** Makes a kind of document, renames it, moves it, or takes it out of use. */
@Component({
  selector: 'mp-document-type-dialog',
  imports: [Control, Field, FormDialog],
  styleUrl: '../dialog-form.css',
  template: `
    <mp-form-dialog
      [heading]="seen()?.name ?? 'Crear tipo de documento'"
      [verb]="seen() ? 'Guardar el tipo' : 'Crear el tipo'"
      doing="Guardando…"
      [open]="type() !== null"
      [busy]="post.busy()"
      [problem]="post.problem()"
      [shownElsewhere]="['code', 'name', 'position']"
      (closed)="close()"
      (sent)="save()"
    >
      @if (!seen()) {
        <mp-field
          label="Código"
          hint="Corto y sin tildes, como carta_notarial. No se cambia después."
          [error]="codeFault()"
        >
          <input #short mpControl maxlength="30" autocomplete="off" [value]="code()" (input)="code.set(short.value)" />
        </mp-field>
      }
      <mp-field label="Nombre" [error]="nameFault()">
        <input #full mpControl maxlength="100" autocomplete="off" [value]="name()" (input)="name.set(full.value)" />
      </mp-field>
      <mp-field
        label="Orden en la lista"
        hint="El número menor sale primero. Vacío: queda al final."
        [optional]="!seen()"
        [error]="placeFault()"
      >
        <input #place mpControl inputmode="numeric" [value]="order()" (input)="order.set(place.value)" />
      </mp-field>
      @if (seen()) {
        <label class="choice">
          <input type="checkbox" [checked]="active()" (change)="active.set(!active())" />
          <span>En uso</span>
          <span class="soft small">Fuera de uso, nadie puede elegirlo al presentar.</span>
        </label>
      }
    </mp-form-dialog>
  `,
})
export class DocumentTypeDialog {
  private readonly catalogue = inject(Catalogue);

  readonly type = input.required<DocumentTypeRead | 'new' | null>();
  readonly closed = output<void>();
  readonly saved = output<DocumentTypeRead>();

  protected readonly seen = computed(() => {
    const type = this.type();
    return type === 'new' ? null : type;
  });
  protected readonly code = linkedSignal({ source: this.type, computation: () => '' });
  protected readonly name = linkedSignal(() => this.seen()?.name ?? '');
  protected readonly order = linkedSignal(() => this.seen()?.position.toString() ?? '');
  protected readonly active = linkedSignal(() => this.seen()?.active ?? true);
  protected readonly tried = linkedSignal({ source: this.type, computation: () => false });
  protected readonly post = posting();
  protected readonly codeFault = computed(() =>
    this.tried() && !this.code().trim() ? 'Escriba un código corto.' : messageFor(this.post.problem(), 'code'),
  );
  protected readonly nameFault = computed(() =>
    this.tried() && !this.name().trim() ? 'Escriba el nombre del tipo.' : messageFor(this.post.problem(), 'name'),
  );
  protected readonly placeFault = computed(
    () => (this.tried() && orderFault(this.order())) || messageFor(this.post.problem(), 'position'),
  );

  protected close(): void {
    this.post.problem.set(null);
    this.closed.emit();
  }

  protected async save(): Promise<void> {
    this.tried.set(true);
    const [seen, code, name] = [this.seen(), this.code().trim(), this.name().trim()];
    if (!name || (!seen && !code) || orderFault(this.order())) return;
    const body = { name, ...orderOf(this.order()) };
    await this.post.run(async () => {
      const call = seen
        ? this.catalogue.changeType(seen.code, { ...body, active: this.active() })
        : this.catalogue.createType({ ...body, code });
      this.saved.emit(await call);
    });
  }
}
