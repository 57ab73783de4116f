import { HttpClient } from '@angular/common/http';
import { Component, inject, input, linkedSignal, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { firstValueFrom } from 'rxjs';

import type { UserRead } from '../api/model';
import { messageFor } from '../problems/problem';
import { Session } from '../session/session';
import { Control, Field } from '../ui/field';
import { check, errorOf, filled, upTo } from '../ui/field-rules';
import { complete, posting } from '../ui/posting';
import { ProblemBanner } from '../ui/problem-banner';

/** Name and telephone. */
@Component({
  selector: 'mp-own-data',
  imports: [Control, Field, FormField, ProblemBanner],
  template: `
    <form class="fields" novalidate (submit)="save($event)">
      <mp-field
        label="Nombres y apellidos, o razón social"
        [error]="errorOf(form.name) ?? messageFor(post.problem(), 'name')"
      >
        <input mpControl type="text" autocomplete="name" [formField]="form.name" />
      </mp-field>
      <mp-field label="Teléfono" [optional]="true" [error]="errorOf(form.phone) ?? messageFor(post.problem(), 'phone')">
        <input mpControl type="tel" autocomplete="tel" [formField]="form.phone" />
      </mp-field>
      @if (post.problem(); as problem) {
        <mp-problem-banner [problem]="problem" [canRetry]="false" [shownElsewhere]="['name', 'phone']" />
      }
      <div class="acts">
        <button type="submit" class="button quiet" [attr.aria-disabled]="post.busy()">
          {{ post.busy() ? 'Guardando…' : 'Guardar cambios' }}
        </button>
        <span class="done small" role="status">{{ saved() ? 'Guardado.' : '' }}</span>
      </div>
    </form>
  `,
})
export class OwnData {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);

  readonly me = input.required<UserRead>();

  private readonly data = linkedSignal(() => ({ name: this.me().name, phone: this.me().phone ?? '' }));
  protected readonly form = form(this.data, (path) => {
    check(path.name, filled(200, 'Escriba sus nombres y apellidos, o la razón social.'));
    check(path.phone, upTo(30));
  });
  protected readonly post = posting();
  protected readonly saved = signal(false);
  protected readonly errorOf = errorOf;
  protected readonly messageFor = messageFor;

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.saved.set(false);
    if (!complete(this.form)) return;
    const body = { name: this.data().name.trim(), phone: this.data().phone.trim() };
    const done = await this.post.run(async () => {
      this.session.update(await firstValueFrom(this.http.patch<UserRead>('/api/v1/users/me', body)));
    });
    this.saved.set(done);
  }
}
