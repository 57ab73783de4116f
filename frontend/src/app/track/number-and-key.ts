import { Component, computed, ElementRef, inject, input, linkedSignal, output, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';

import { Problem, problemOf } from '../problems/problem';
import { Control, Field } from '../ui/field';
import { check, errorOf } from '../ui/field-rules';
import { ProblemBanner } from '../ui/problem-banner';

/** Asks for a filing's number and key; the owner says what they open. */
@Component({
  selector: 'mp-number-and-key',
  imports: [Control, Field, FormField, ProblemBanner],
  templateUrl: './number-and-key.html',
})
export class NumberAndKey {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  readonly act = input.required<(number: string, key: string) => Promise<unknown>>();
  readonly label = input('Consultar');
  /** The number when it is already known. */
  readonly number = input('');
  readonly done = output<void>();

  private readonly data = linkedSignal(() => ({ number: this.number(), key: '' }));
  protected readonly form = form(this.data, (path) => {
    check(path.number, (value) => (value.trim() ? null : 'Escriba el número que está en su constancia.'));
    check(path.key, (value) => (value.trim() ? null : 'Escriba la clave que recibió al presentar.'));
  });
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly wrongPair = computed(() => this.problem()?.status === 404);
  protected readonly errorOf = errorOf;

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.form().markAsTouched();
    const [error] = this.form().errorSummary();
    if (error) return error.fieldTree().focusBoundControl();
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.act()(this.data().number, this.data().key);
      this.data.set({ number: '', key: '' });
      this.form().reset();
      this.done.emit();
    } catch (failure) {
      this.problem.set(problemOf(failure));
      setTimeout(() => this.host.nativeElement.querySelector<HTMLElement>('[tabindex="-1"]')?.focus());
    } finally {
      this.busy.set(false);
    }
  }
}
