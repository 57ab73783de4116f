import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { Dialog } from '../ui/dialog';
import { DraftStore } from './draft-store';
import { STEPS } from './steps';

/** The foot of a step: on, back, and the promise that leaving loses nothing. */
@Component({
  selector: 'mp-step-end',
  imports: [Dialog, RouterLink],
  template: `
    <div class="acts">
      <button type="button" class="button" (click)="next.emit()">Continuar</button>
      @if (back(); as step) {
        <a class="button bare" [routerLink]="['/presentar', step]">Volver</a>
      }
      <span class="soft small">Puede salir: su borrador queda en este equipo.</span>
      @if (store.begun()) {
        <button type="button" class="link small" (click)="asking.set(true)">Borrar borrador</button>
      }
    </div>
    <mp-dialog heading="¿Borrar el borrador?" [open]="asking()" (closed)="asking.set(false)">
      <p>Se perderá lo que escribió y los archivos que adjuntó. Todavía no ha presentado nada.</p>
      <p class="acts" style="margin-top: 20px">
        <button type="button" class="button danger" (click)="discard()">Borrar</button>
        <button type="button" class="button quiet" (click)="asking.set(false)">Conservarlo</button>
      </p>
    </mp-dialog>
  `,
})
export class StepEnd {
  private readonly router = inject(Router);
  protected readonly store = inject(DraftStore);

  readonly now = input.required<number>();
  readonly next = output<void>();

  protected readonly asking = signal(false);
  protected readonly back = computed(() => (this.now() > 1 ? STEPS[this.now() - 2].path : null));

  protected discard(): void {
    this.asking.set(false);
    this.store.discard();
    void this.router.navigate(['/presentar', 'tramite']);
  }
}
