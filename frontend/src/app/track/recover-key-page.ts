import { HttpClient } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';

import { messageFor, Problem, problemOf } from '../problems/problem';
import { Control, Field } from '../ui/field';
import { check, errorOf } from '../ui/field-rules';
import { emailFault } from '../ui/identity';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { numberAsPrinted, Tracking } from './tracking';

@Component({
  selector: 'mp-recover-key-page',
  imports: [Control, Field, FormField, Line, ProblemBanner, RouterLink],
  templateUrl: './recover-key-page.html',
})
export default class RecoverKeyPage {
  private readonly http = inject(HttpClient);

  private readonly data = signal({ number: inject(Tracking).number(), email: '' });
  protected readonly form = form(this.data, (path) => {
    check(path.number, (value) => (value.trim() ? null : 'Escriba el número que está en su constancia.'));
    check(path.email, emailFault);
  });
  protected readonly busy = signal(false);
  protected readonly asked = signal<string | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly errorOf = errorOf;
  protected readonly messageFor = messageFor;

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.form().markAsTouched();
    const [error] = this.form().errorSummary();
    if (error) return error.fieldTree().focusBoundControl();
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    const body = { number: numberAsPrinted(this.data().number), email: this.data().email.trim() };
    try {
      await firstValueFrom(this.http.post('/api/v1/tracking/recover', body));
      this.asked.set(body.email);
    } catch (failure) {
      this.problem.set(problemOf(failure));
    } finally {
      this.busy.set(false);
    }
  }
}
