import { Component, signal } from '@angular/core';
import { form } from '@angular/forms/signals';

import { messageFor } from '../problems/problem';
import { check, errorOf } from '../ui/field-rules';
import { complete, posting } from '../ui/posting';
import { ProblemBanner } from '../ui/problem-banner';
import { PasswordField } from './password-field';
import { PASSWORD_HINT, passwordFault } from './passwords';

/** A new password, by giving the present one. */
@Component({
  selector: 'mp-change-password',
  imports: [PasswordField, ProblemBanner],
  template: `
    <form class="fields" novalidate (submit)="change($event)">
      <mp-password
        label="Contraseña actual"
        [field]="form.current"
        [error]="errorOf(form.current) ?? messageFor(post.problem(), 'current_password')"
      />
      <mp-password
        label="Nueva contraseña"
        autocomplete="new-password"
        [hint]="hint"
        [field]="form.next"
        [error]="errorOf(form.next) ?? messageFor(post.problem(), 'new_password')"
      />
      @if (post.problem(); as problem) {
        <mp-problem-banner
          [problem]="problem"
          [canRetry]="false"
          [shownElsewhere]="['current_password', 'new_password']"
        />
      }
      <div class="acts">
        <button type="submit" class="button quiet" [attr.aria-disabled]="post.busy()">
          {{ post.busy() ? 'Cambiando…' : 'Cambiar la contraseña' }}
        </button>
        <span class="done small" role="status">
          {{ changed() ? 'Cambiada. Cerramos sus otras sesiones.' : '' }}
        </span>
      </div>
    </form>
  `,
})
export class ChangePassword {
  private readonly data = signal({ current: '', next: '' });
  protected readonly form = form(this.data, (path) => {
    check(path.current, (value) => (value ? null : 'Escriba su contraseña actual.'));
    check(path.next, passwordFault);
  });
  protected readonly post = posting();
  protected readonly changed = signal(false);
  protected readonly hint = PASSWORD_HINT;
  protected readonly errorOf = errorOf;
  protected readonly messageFor = messageFor;

  protected async change(event: Event): Promise<void> {
    event.preventDefault();
    this.changed.set(false);
    if (!complete(this.form)) return;
    const { current, next } = this.data();
    const body = { current_password: current, new_password: next };
    if (!(await this.post.send('/api/v1/users/me/password', body))) return;
    this.data.set({ current: '', next: '' });
    this.form().reset();
    this.changed.set(true);
  }
}
