import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { form } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';

import { messageFor } from '../problems/problem';
import { check, errorOf } from '../ui/field-rules';
import { Line } from '../ui/line';
import { complete, posting } from '../ui/posting';
import { ProblemBanner } from '../ui/problem-banner';
import { PasswordField } from './password-field';
import { PASSWORD_HINT, passwordFault } from './passwords';

/** A new password by the link that was mailed. */
@Component({
  selector: 'mp-reset-page',
  imports: [Line, PasswordField, ProblemBanner, RouterLink],
  template: `
    <section mpLine="Cuenta" class="first">
      @if (changed()) {
        <h1>Su contraseña cambió</h1>
        <p class="lead" role="status">Cerramos todas las sesiones que estaban abiertas. Ingrese con la nueva.</p>
        <p class="acts" style="margin-top: 20px"><a class="button" routerLink="/ingresar">Ingresar</a></p>
      } @else if (dead()) {
        <h1>El enlace ya no sirve</h1>
        <p class="lead" role="alert">Venció, ya se usó o está incompleto. Pida otro: llega en unos minutos.</p>
        <p class="acts" style="margin-top: 20px"><a class="button" routerLink="/recuperar">Pedir otro enlace</a></p>
      } @else {
        <h1>Elija su nueva contraseña</h1>
        <form class="fields" novalidate (submit)="send($event)" style="margin-top: 20px">
          @if (post.problem(); as problem) {
            <mp-problem-banner [problem]="problem" [canRetry]="false" [shownElsewhere]="['password']" />
          }
          <mp-password
            label="Nueva contraseña"
            autocomplete="new-password"
            [hint]="hint"
            [field]="form.password"
            [error]="errorOf(form.password) ?? messageFor(post.problem(), 'password')"
          />
          <div class="acts">
            <button type="submit" class="button" [attr.aria-disabled]="post.busy()">
              {{ post.busy() ? 'Guardando…' : 'Guardar la contraseña' }}
            </button>
          </div>
        </form>
      }
    </section>
  `,
})
export default class ResetPage {
  private readonly router = inject(Router);

  readonly token = input<string>();

  private readonly data = signal({ password: '' });
  protected readonly form = form(this.data, (path) => check(path.password, passwordFault));
  protected readonly post = posting();
  protected readonly changed = signal(false);
  private readonly kept = signal('');
  protected readonly dead = computed(
    () => (!this.kept() && !this.token()) || messageFor(this.post.problem(), 'token') !== null,
  );
  protected readonly hint = PASSWORD_HINT;
  protected readonly errorOf = errorOf;
  protected readonly messageFor = messageFor;

  constructor() {
    effect(() => {
      const token = this.token();
      if (token) untracked(() => this.take(token));
    });
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    if (!complete(this.form)) return;
    const body = { token: this.kept(), password: this.data().password };
    this.changed.set(await this.post.send('/api/v1/auth/reset-password', body));
  }

  /** The link's secret leaves the address, and with it the history. */
  private take(token: string): void {
    this.kept.set(token);
    void this.router.navigate([], { queryParams: {}, replaceUrl: true });
  }
}
