import { Component, computed, inject, input, output, signal } from '@angular/core';

import { Decision } from '../decision';
import { Verb } from '../acts';

/** The acts with their keys. What may not be done is not there. */
@Component({
  selector: 'mp-acts-bar',
  templateUrl: './acts-bar.html',
  styleUrl: './acts-bar.css',
})
export class ActsBar {
  protected readonly decision = inject(Decision);

  readonly busy = input.required<boolean>();
  readonly act = output<Verb>();

  /** Opened by `.` */
  readonly more = signal(false);
  protected readonly canRoute = computed(() => this.decision.can().has('receive') && this.decision.areas().length > 0);
  protected readonly areaName = computed(
    () => this.decision.areas().find(({ id }) => id === this.decision.areaId())?.name ?? null,
  );
  protected readonly readOnly = computed(() => this.decision.can().size === 0);
  /** What stands behind "Más actos". */
  protected readonly others = computed(() => {
    const can = this.decision.can();
    const list: { verb: Verb; name: string; key: string }[] = [
      { verb: 'claim', name: 'Tomar', key: 'T' },
      { verb: 'release', name: 'Soltar', key: 'T' },
      { verb: 'void', name: 'Anular', key: 'A' },
    ];
    return list.filter(({ verb }) => can.has(verb) && (verb !== 'claim' || !this.decision.blockedBy()));
  });
}
