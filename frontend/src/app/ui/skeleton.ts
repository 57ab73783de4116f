import { Component, computed, input, numberAttribute } from '@angular/core';

/** Ruled lines while something loads, told once to screen readers. */
@Component({
  selector: 'mp-skeleton',
  host: { role: 'status' },
  styles: `
    :host {
      display: grid;
      gap: 14px;
      padding: 6px 0;
    }
    i {
      display: block;
      height: 14px;
      border-radius: 3px;
      background: var(--rule);
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
    i:nth-child(3n) {
      width: 86%;
    }
    i:last-child {
      width: 58%;
    }
    @keyframes breathe {
      to {
        opacity: 0.45;
      }
    }
  `,
  template: `
    <span class="unseen">Cargando…</span>
    @for (row of rows(); track row) {
      <i></i>
    }
  `,
})
export class Skeleton {
  readonly lines = input(4, { transform: numberAttribute });
  protected readonly rows = computed(() => Array.from({ length: this.lines() }, (_, row) => row));
}
