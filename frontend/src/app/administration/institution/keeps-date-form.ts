import { Component, computed, inject, input, linkedSignal } from '@angular/core';

import { SettingsRead } from '../../api/model';
import { Said } from '../../desk/said';
import { posting } from '../../ui/posting';
import { ProblemBanner } from '../../ui/problem-banner';
import { InstitutionSettings } from './settings';

/** Which date a filing has once it was corrected. */
@Component({
  selector: 'mp-keeps-date-form',
  imports: [ProblemBanner],
  template: `
    <form class="fields" (submit)="save($event)">
      <fieldset>
        <legend class="unseen">Qué fecha tiene lo que se subsana a tiempo</legend>
        <label class="choice">
          <input type="radio" name="keeps" [checked]="keeps()" (change)="keeps.set(true)" />
          <b>Conserva su primera fecha</b>
          <span class="soft small">Quien subsana a tiempo no pierde el día en que presentó.</span>
        </label>
        <label class="choice">
          <input type="radio" name="keeps" [checked]="!keeps()" (change)="keeps.set(false)" />
          <b>Toma la fecha en que subsanó</b>
          <span class="soft small">Cuenta como presentado el día en que quedó completo.</span>
        </label>
      </fieldset>
      @if (post.problem(); as problem) {
        <mp-problem-banner [problem]="problem" [canRetry]="false" />
      }
      <p class="acts">
        <button type="submit" class="button quiet" [attr.aria-disabled]="post.busy()">Guardar esta regla</button>
      </p>
    </form>
  `,
})
export class KeepsDateForm {
  private readonly owner = inject(InstitutionSettings);
  private readonly said = inject(Said);

  readonly settings = input.required<SettingsRead>();

  private readonly known = computed(() => this.settings().correct_keeps_date);
  protected readonly keeps = linkedSignal(() => this.known());
  protected readonly post = posting();

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const correct_keeps_date = this.keeps();
    if (!(await this.post.run(() => this.owner.change({ correct_keeps_date })))) return;
    const date = correct_keeps_date ? 'conserva su primera fecha' : 'toma la fecha en que subsanó';
    this.said.say(`Guardado: lo que se subsana a tiempo ${date}.`);
  }
}
