import { Component, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';

import { messageFor } from '../problems/problem';
import { Control, Field } from '../ui/field';
import { check, errorOf } from '../ui/field-rules';
import { emailFault } from '../ui/identity';
import { Line } from '../ui/line';
import { complete, posting } from '../ui/posting';
import { ProblemBanner } from '../ui/problem-banner';

@Component({
  selector: 'mp-forgot-page',
  imports: [Control, Field, FormField, Line, ProblemBanner, RouterLink],
  template: `
    @if (mailedTo(); as email) {
      <section mpLine="Cuenta" class="first">
        <h1>Revise su correo</h1>
        <p class="lead" role="status">
          Si hay una cuenta con {{ email }}, le enviamos un enlace para elegir otra contraseña. Sirve una hora.
        </p>
        <p class="acts" style="margin-top: 20px">
          <a class="button" routerLink="/ingresar">Volver a ingresar</a>
          <button type="button" class="button quiet" (click)="mailedTo.set(null)">Probar otro correo</button>
        </p>
      </section>
    } @else {
      <section mpLine="Cuenta" class="first">
        <h1>Elija otra contraseña</h1>
        <p class="lead">Le enviamos un enlace a su correo.</p>
      </section>
      <section mpLine="Su correo">
        <form class="fields" novalidate (submit)="send($event)">
          @if (post.problem(); as problem) {
            <mp-problem-banner [problem]="problem" [canRetry]="false" [shownElsewhere]="['email']" />
          }
          <mp-field
            label="Correo electrónico"
            hint="Con el que ingresa a su cuenta."
            [error]="errorOf(form.email) ?? messageFor(post.problem(), 'email')"
          >
            <input mpControl type="email" autocomplete="username" inputmode="email" [formField]="form.email" />
          </mp-field>
          <div class="acts">
            <button type="submit" class="button" [attr.aria-disabled]="post.busy()">
              {{ post.busy() ? 'Enviando…' : 'Enviar el enlace' }}
            </button>
            <a class="button bare" routerLink="/ingresar">Volver</a>
          </div>
        </form>
      </section>
    }
  `,
})
export default class ForgotPage {
  private readonly data = signal({ email: '' });
  protected readonly form = form(this.data, (path) => check(path.email, emailFault));
  protected readonly post = posting();
  protected readonly mailedTo = signal<string | null>(null);
  protected readonly errorOf = errorOf;
  protected readonly messageFor = messageFor;

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    if (!complete(this.form)) return;
    const email = this.data().email.trim();
    if (await this.post.send('/api/v1/auth/forgot-password', { email })) this.mailedTo.set(email);
  }
}
