import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';

import { AreaChanges, AreaRead } from '../../api/model';
import { messageFor, Problem, problemOf } from '../../problems/problem';
import { Dialog } from '../../ui/dialog';
import { Control, Field } from '../../ui/field';
import { ProblemBanner } from '../../ui/problem-banner';
import { Areas } from './areas';

/** Makes an area, renames it, or takes it out of use. */
@Component({
  selector: 'mp-area-dialog',
  imports: [Control, Dialog, Field, ProblemBanner],
  styleUrl: '../dialog-form.css',
  template: `
    <mp-dialog [heading]="seen()?.name ?? 'Crear área'" [open]="area() !== null" (closed)="closed.emit()">
      <form (submit)="submit($event)" novalidate>
        @if (problem(); as failure) {
          <mp-problem-banner [problem]="failure" [canRetry]="false" [shownElsewhere]="['code', 'name']" />
        }
        <mp-field label="Código" hint="Corto y sin tildes, como LOG." [error]="codeFault()">
          <input #short mpControl maxlength="20" autocomplete="off" [value]="code()" (input)="code.set(short.value)" />
        </mp-field>
        <mp-field label="Nombre" [error]="nameFault()">
          <input #full mpControl maxlength="150" autocomplete="off" [value]="name()" (input)="name.set(full.value)" />
        </mp-field>
        <p class="acts">
          <button type="submit" class="button" [disabled]="busy()">Guardar</button>
          <button type="button" class="button quiet" (click)="closed.emit()">Cancelar</button>
        </p>
        @if (seen(); as known) {
          <p class="acts more">
            <button type="button" class="link" [disabled]="busy()" (click)="save({ active: !known.active })">
              {{ known.active ? 'Sacar de uso' : 'Volver a usar' }}
            </button>
            <span class="soft small">Lo que ya está en el área se queda en ella.</span>
          </p>
        }
      </form>
    </mp-dialog>
  `,
})
export class AreaDialog {
  private readonly areas = inject(Areas);

  readonly area = input.required<AreaRead | 'new' | null>();
  readonly closed = output<void>();
  readonly saved = output<AreaRead>();

  protected readonly seen = computed(() => {
    const area = this.area();
    return area === 'new' ? null : area;
  });
  protected readonly code = linkedSignal(() => this.seen()?.code ?? '');
  protected readonly name = linkedSignal(() => this.seen()?.name ?? '');
  protected readonly tried = linkedSignal({ source: this.area, computation: () => false });
  protected readonly problem = linkedSignal<unknown, Problem | null>({ source: this.area, computation: () => null });
  protected readonly busy = signal(false);
  protected readonly codeFault = computed(() =>
    this.tried() && !this.code().trim() ? 'Escriba un código corto.' : messageFor(this.problem(), 'code'),
  );
  protected readonly nameFault = computed(() =>
    this.tried() && !this.name().trim() ? 'Escriba el nombre del área.' : messageFor(this.problem(), 'name'),
  );

  protected submit(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    const [code, name] = [this.code().trim(), this.name().trim()];
    if (code && name) void this.save({ code, name });
  }

  protected async save(body: AreaChanges): Promise<void> {
    if (this.busy()) return;
    const seen = this.seen();
    this.busy.set(true);
    this.problem.set(null);
    try {
      const call = seen
        ? this.areas.change(seen, body)
        : this.areas.create({ code: body.code ?? '', name: body.name ?? '' });
      this.saved.emit(await call);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }
}
