import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';

import { SettingsRead } from '../../api/model';
import { Said } from '../../desk/said';
import { messageFor } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { check, errorOf } from '../../ui/field-rules';
import { complete, posting } from '../../ui/posting';
import { ProblemBanner } from '../../ui/problem-banner';
import { picked, same } from '../changed';
import { InstitutionSettings } from './settings';

const FIELDS = ['opens_at', 'closes_at'] as const;

/** When the window attends. Saving it as it is says that it is right: the first day asks for that. */
@Component({
  selector: 'mp-hours-form',
  imports: [Control, Field, FormField, ProblemBanner],
  template: `
    <form class="fields" novalidate (submit)="save($event)">
      <div class="pair">
        <mp-field label="Abre a las" [error]="fault('opens_at')">
          <input mpControl type="time" [formField]="form.opens_at" />
        </mp-field>
        <mp-field label="Cierra a las" [error]="fault('closes_at')">
          <input mpControl type="time" [formField]="form.closes_at" />
        </mp-field>
      </div>
      @if (post.problem(); as problem) {
        <mp-problem-banner [problem]="problem" [canRetry]="false" [shownElsewhere]="fields" />
      }
      <p class="acts">
        <button type="submit" class="button" [attr.aria-disabled]="post.busy()">
          {{ post.busy() ? 'Guardando…' : 'Guardar el horario' }}
        </button>
      </p>
    </form>
  `,
})
export class HoursForm {
  private readonly owner = inject(InstitutionSettings);
  private readonly said = inject(Said);

  readonly settings = input.required<SettingsRead>();

  private readonly known = computed(() => picked(this.settings(), FIELDS), { equal: same });
  private readonly data = linkedSignal(() => ({ ...this.known() }));
  protected readonly form = form(this.data, (path) => {
    check(path.opens_at, (at) => (at ? null : 'Escriba la hora, como 08:30.'));
    check(path.closes_at, (at, { valueOf }) => {
      if (!at) return 'Escriba la hora, como 16:30.';
      return at > valueOf(path.opens_at) ? null : 'Debe ser después de la hora en que abre.';
    });
  });
  protected readonly post = posting();
  protected readonly fields = [...FIELDS];

  protected fault(name: (typeof FIELDS)[number]): string | null {
    return errorOf(this.form[name]) ?? messageFor(this.post.problem(), name);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (!complete(this.form)) return;
    const body = this.data();
    if (await this.post.run(() => this.owner.change(body))) {
      this.said.say(`Horario guardado: de ${body.opens_at} a ${body.closes_at}.`);
    }
  }
}
