import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Setup } from '../../desk/setup';
import { plural } from '../../ui/plural';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { StateMark } from '../../ui/state-mark';
import { STEPS } from './steps';

/** What an installation needs before it opens, and how each thing stands. */
@Component({
  selector: 'mp-first-day-page',
  imports: [ProblemBanner, RouterLink, Skeleton, StateMark],
  styleUrls: ['../form-page.css', './first-day-page.css'],
  templateUrl: './first-day-page.html',
})
export default class FirstDayPage {
  protected readonly setup = inject(Setup);
  protected readonly steps = computed(() =>
    (this.setup.items() ?? []).map((item) => ({ ...item, ...STEPS[item.code] })),
  );
  protected readonly sentence = computed(() => {
    const left = this.setup.left();
    if (!left) return 'Todo está listo: la mesa de partes puede atender al público.';
    return `${left === 1 ? 'Falta' : 'Faltan'} ${plural(left, 'paso')} de ${this.steps().length} para abrir al público.`;
  });

  constructor() {
    void this.setup.look();
  }
}
