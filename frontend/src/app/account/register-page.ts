import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';

import type { IdentityType } from '../api/model';
import { Institution } from '../institution/institution';
import { messageFor } from '../problems/problem';
import { Control, Field } from '../ui/field';
import { check, errorOf, filled, upTo } from '../ui/field-rules';
import { emailFault, identityFault, IDENTITY_NAMES } from '../ui/identity';
import { Line } from '../ui/line';
import { complete, posting } from '../ui/posting';
import { ProblemBanner } from '../ui/problem-banner';
import { PasswordField } from './password-field';
import { PASSWORD_HINT, passwordFault } from './passwords';

const NAMED = ['email', 'password', 'name', 'identity_type', 'identity_number', 'phone'];

@Component({
  selector: 'mp-register-page',
  imports: [Control, Field, FormField, Line, PasswordField, ProblemBanner, RouterLink],
  templateUrl: './register-page.html',
})
export default class RegisterPage {
  private readonly institution = inject(Institution);

  private readonly data = signal({
    email: '',
    password: '',
    name: '',
    identity_type: 'dni' as IdentityType,
    identity_number: '',
    phone: '',
    privacy: false,
  });
  protected readonly form = form(this.data, (path) => {
    check(path.identity_number, (value, { valueOf }) => identityFault(valueOf(path.identity_type), value));
    check(path.name, filled(200, 'Escriba sus nombres y apellidos, o la razón social.'));
    check(path.email, emailFault);
    check(path.phone, upTo(30));
    check(path.password, passwordFault);
    check(path.privacy, (value) => (value ? null : 'Acepte el tratamiento de sus datos para crear la cuenta.'));
  });
  protected readonly types = Object.entries(IDENTITY_NAMES).map(([code, name]) => ({ code, name }));
  protected readonly numberName = computed(() => IDENTITY_NAMES[this.data().identity_type]);
  protected readonly post = posting();
  protected readonly mailedTo = signal<string | null>(null);
  protected readonly named = NAMED;
  protected readonly hint = PASSWORD_HINT;

  /** What is wrong with a field here, or what the server found. */
  protected errorFor(name: 'email' | 'password' | 'name' | 'identity_number' | 'phone'): string | null {
    return errorOf(this.form[name]) ?? messageFor(this.post.problem(), name);
  }

  protected readonly errorOf = errorOf;

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    if (!complete(this.form)) return;
    const { email, password, name, identity_type, identity_number, phone } = this.data();
    const sent = await this.post.send('/api/v1/auth/register', {
      email: email.trim(),
      password,
      name: name.trim(),
      identity_type,
      identity_number: identity_number.trim(),
      phone: phone.trim() || null,
      privacy_consent_version: this.institution.known()?.consent_texts[0]?.version ?? '1',
    });
    if (sent) this.mailedTo.set(email.trim());
  }
}
