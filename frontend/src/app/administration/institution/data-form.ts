import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';

import { SettingsRead } from '../../api/model';
import { Said } from '../../desk/said';
import { messageFor } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { check, errorOf, filled, upTo } from '../../ui/field-rules';
import { complete, posting } from '../../ui/posting';
import { ProblemBanner } from '../../ui/problem-banner';
import { changed, picked, same } from '../changed';
import { InstitutionSettings } from './settings';

const FIELDS = ['name', 'short_name', 'ruc', 'place', 'address', 'phone', 'email', 'desk_name'] as const;
const RUC = /^\d{11}$/;
const EMAIL = /^(\S+@\S+\.\S+)?$/;

/** The institution's names, number and addresses. */
@Component({
  selector: 'mp-data-form',
  imports: [Control, Field, FormField, ProblemBanner],
  template: `
    <form class="fields" novalidate (submit)="save($event)">
      <mp-field label="Nombre de la institución" [error]="fault('name')">
        <input mpControl autocomplete="off" [formField]="form.name" />
      </mp-field>
      <div class="pair">
        <mp-field label="Nombre corto" hint="Donde no cabe el completo." [error]="fault('short_name')">
          <input mpControl autocomplete="off" [formField]="form.short_name" />
        </mp-field>
        <mp-field label="RUC" hint="11 dígitos." [error]="fault('ruc')">
          <input mpControl class="num" inputmode="numeric" autocomplete="off" [formField]="form.ruc" />
        </mp-field>
      </div>
      <div class="pair">
        <mp-field label="Nombre de la ventanilla" hint="Como “Mesa de Partes”." [error]="fault('desk_name')">
          <input mpControl autocomplete="off" [formField]="form.desk_name" />
        </mp-field>
        <mp-field label="Lugar" hint="Ciudad o distrito." [error]="fault('place')">
          <input mpControl autocomplete="off" [formField]="form.place" />
        </mp-field>
      </div>
      <mp-field label="Dirección de la ventanilla" [optional]="true" [error]="fault('address')">
        <input mpControl autocomplete="off" [formField]="form.address" />
      </mp-field>
      <div class="pair">
        <mp-field label="Teléfono" [optional]="true" [error]="fault('phone')">
          <input mpControl type="tel" autocomplete="off" [formField]="form.phone" />
        </mp-field>
        <mp-field label="Correo" [optional]="true" [error]="fault('email')">
          <input mpControl type="email" autocomplete="off" [formField]="form.email" />
        </mp-field>
      </div>
      @if (post.problem(); as problem) {
        <mp-problem-banner [problem]="problem" [canRetry]="false" [shownElsewhere]="fields" />
      }
      <p class="acts">
        <button type="submit" class="button" [attr.aria-disabled]="post.busy()">
          {{ post.busy() ? 'Guardando…' : 'Guardar los datos' }}
        </button>
      </p>
    </form>
  `,
})
export class DataForm {
  private readonly owner = inject(InstitutionSettings);
  private readonly said = inject(Said);

  readonly settings = input.required<SettingsRead>();

  private readonly known = computed(() => picked(this.settings(), FIELDS), { equal: same });
  private readonly data = linkedSignal(() => ({ ...this.known() }));
  protected readonly form = form(this.data, (path) => {
    check(path.name, filled(200, 'Escriba el nombre de la institución.'));
    check(path.short_name, filled(60, 'Escriba un nombre corto.'));
    check(path.ruc, (ruc) => (RUC.test(ruc.trim()) ? null : 'Escriba los 11 dígitos del RUC.'));
    check(path.desk_name, filled(100, 'Escriba cómo se llama la ventanilla.'));
    check(path.place, filled(100, 'Escriba la ciudad o el distrito.'));
    check(path.address, upTo(300));
    check(path.phone, upTo(40));
    check(path.email, (email) => (EMAIL.test(email.trim()) ? null : 'Escriba un correo completo.'));
  });
  protected readonly post = posting();
  protected readonly fields = [...FIELDS];

  protected fault(name: (typeof FIELDS)[number]): string | null {
    return errorOf(this.form[name]) ?? messageFor(this.post.problem(), name);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (!complete(this.form)) return;
    const body = changed(this.known(), this.data());
    if (await this.post.run(() => this.owner.change(body))) this.said.say('Datos guardados.');
  }
}
