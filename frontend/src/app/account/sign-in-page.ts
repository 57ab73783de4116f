import { Component, inject, input, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';

import { Session } from '../session/session';
import { User } from '../session/user';
import { Control, Field } from '../ui/field';
import { check, errorOf } from '../ui/field-rules';
import { Line } from '../ui/line';
import { complete, posting } from '../ui/posting';
import { ProblemBanner } from '../ui/problem-banner';
import { PasswordField } from './password-field';

@Component({
  selector: 'mp-sign-in-page',
  imports: [Control, Field, FormField, Line, PasswordField, ProblemBanner, RouterLink],
  templateUrl: './sign-in-page.html',
})
export default class SignInPage {
  private readonly router = inject(Router);
  protected readonly session = inject(Session);

  /** Where somebody was going when they were asked to sign in. */
  readonly ir = input<string>();

  private readonly data = signal({ email: '', password: '', otp: '' });
  protected readonly otpAsked = signal(false);
  protected readonly form = form(this.data, (path) => {
    check(path.email, (value) => (value.trim() ? null : 'Escriba su correo.'));
    check(path.password, (value) => (value ? null : 'Escriba su contraseña.'));
    check(path.otp, (value) =>
      !this.otpAsked() || /^\d{6}$/.test(value.trim()) ? null : 'Escriba las seis cifras de su aplicación.',
    );
  });
  protected readonly post = posting();
  protected readonly errorOf = errorOf;

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    if (!complete(this.form)) return;
    const { email, password, otp } = this.data();
    let user: User | null = null;
    await this.post.run(async () => {
      user = await this.session.signIn(email.trim(), password, otp.trim() || undefined);
    });
    if (user) await this.router.navigateByUrl(this.destination(user));
    else this.askForOtp();
  }

  private askForOtp(): void {
    if (this.post.problem()?.code !== 'otp_required') return;
    this.otpAsked.set(true);
    this.post.problem.set(null);
    setTimeout(() => this.form.otp().focusBoundControl());
  }

  private destination({ role }: User): string {
    const asked = this.ir();
    // Only our own pages: a link from outside must not send people elsewhere.
    if (asked && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/ingresar')) return asked;
    return role === 'citizen' ? '/mis-tramites' : '/mesa';
  }
}
