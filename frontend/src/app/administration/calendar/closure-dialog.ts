import { Component, computed, ElementRef, inject, input, linkedSignal, output, viewChild } from '@angular/core';

import { ClosureRead, ImpactRead } from '../../api/model';
import { messageFor } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { FormDialog } from '../../ui/form-dialog';
import { posting } from '../../ui/posting';
import { ClosedDays } from './calendar';
import { ImpactTable } from './impact-table';
import { KINDS } from './kinds';

/** Declares a day on which nobody works: first it shows whose dates move, then it asks again. */
@Component({
  selector: 'mp-closure-dialog',
  imports: [Control, Field, FormDialog, ImpactTable],
  styleUrl: '../dialog-form.css',
  template: `
    <mp-form-dialog
      heading="Declarar día no laborable"
      [verb]="impact() ? 'Declarar día no laborable' : 'Ver a quién afecta'"
      [doing]="impact() ? 'Declarando…' : 'Contando…'"
      [open]="open()"
      [busy]="post.busy()"
      [problem]="post.problem()"
      [shownElsewhere]="['date', 'kind', 'reason']"
      (closed)="close()"
      (sent)="submit()"
    >
      <mp-field label="Día" [error]="blank(day(), 'Elija el día.') ?? fault('date')">
        <input #when mpControl type="date" [value]="day()" (input)="day.set(when.value)" />
      </mp-field>
      <fieldset>
        <legend>Por qué no cuenta</legend>
        @for (each of kinds; track each.value) {
          <label class="choice">
            <input type="radio" name="kind" [checked]="kind() === each.value" (change)="kind.set(each.value)" />
            <span>{{ each.name }}</span>
            <span class="soft small">{{ each.meaning }}</span>
          </label>
        }
      </fieldset>
      <mp-field
        label="Motivo"
        hint="Lo lee quien espera su plazo, como “D.S. 068-2026: puente de diciembre”."
        [error]="blank(reason(), 'Escriba el motivo.') ?? fault('reason')"
      >
        <input #why mpControl maxlength="300" autocomplete="off" [value]="reason()" (input)="reason.set(why.value)" />
      </mp-field>
      @if (day() && day() < today()) {
        <p class="note wait">Ese día ya pasó: una vez declarado no se podrá volver laborable.</p>
      }
      <div #seen aria-live="polite">
        @if (impact(); as found) {
          <mp-impact-table [documents]="found.documents" />
        }
      </div>
    </mp-form-dialog>
  `,
})
export class ClosureDialog {
  private readonly days = inject(ClosedDays);

  private readonly seen = viewChild.required<ElementRef<HTMLElement>>('seen');

  readonly open = input.required<boolean>();
  readonly today = input.required<string>();
  readonly closed = output<void>();
  readonly declared = output<ClosureRead>();

  protected readonly kinds = KINDS;
  protected readonly day = linkedSignal({ source: this.today, computation: () => '' });
  protected readonly kind = linkedSignal<string, ClosureRead['kind']>({
    source: this.today,
    computation: () => 'decreed',
  });
  protected readonly reason = linkedSignal({ source: this.today, computation: () => '' });
  /** What was seen of this very day; nothing is declared without it. */
  protected readonly impact = linkedSignal<unknown, ImpactRead | null>({
    source: () => [this.day(), this.open()],
    computation: () => null,
  });
  protected readonly tried = linkedSignal({ source: this.open, computation: () => false });
  protected readonly post = posting();

  private readonly body = computed(() => ({ date: this.day(), kind: this.kind(), reason: this.reason().trim() }));

  protected blank(value: string, sentence: string): string | null {
    return this.tried() && !value.trim() ? sentence : null;
  }

  protected fault(field: string): string | null {
    return messageFor(this.post.problem(), field);
  }

  protected close(): void {
    this.post.problem.set(null);
    this.closed.emit();
  }

  protected async submit(): Promise<void> {
    this.tried.set(true);
    const body = this.body();
    if (!body.date || !body.reason) return;
    await this.post.run(async () => {
      if (this.impact()) this.end(await this.days.add(body));
      else await this.look(body);
    });
  }

  private async look(body: ReturnType<typeof this.body>): Promise<void> {
    const found = await this.days.impact(body);
    // The day may have been changed meanwhile: then it is no answer.
    if (body.date !== this.day()) return;
    this.impact.set(found);
    // On a short screen it lies below, and the button that declares below it.
    setTimeout(() => this.seen().nativeElement.scrollIntoView());
  }

  private end(closure: ClosureRead): void {
    this.day.set('');
    this.reason.set('');
    this.declared.emit(closure);
  }
}
