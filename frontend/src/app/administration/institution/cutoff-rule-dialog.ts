import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';

import { NewCutoffRule } from '../../api/model';
import { Said } from '../../desk/said';
import { messageFor } from '../../problems/problem';
import { LongDay } from '../../ui/dates';
import { Control, Field } from '../../ui/field';
import { FormDialog } from '../../ui/form-dialog';
import { posting } from '../../ui/posting';
import { ruleInWords, ruleName } from './rule-words';
import { InstitutionSettings } from './settings';

const RULES: NewCutoffRule['rule'][] = ['full_day', 'office_hours'];

/** Another cut-off rule from a day on, told as citizens will live it before it is saved. */
@Component({
  selector: 'mp-cutoff-rule-dialog',
  imports: [Control, Field, FormDialog, LongDay],
  styleUrl: '../dialog-form.css',
  template: `
    <mp-form-dialog
      heading="Qué fecha cuenta"
      verb="Guardar la regla"
      doing="Guardando…"
      [open]="open()"
      [busy]="post.busy()"
      [problem]="post.problem()"
      [shownElsewhere]="['valid_from', 'closes_at', 'rule']"
      (closed)="close()"
      (sent)="save()"
    >
      <mp-field label="Desde" hint="Desde hoy solo si hoy todavía no se presentó nada." [error]="dayFault()">
        <input #from mpControl type="date" [min]="today()" [value]="day()" (input)="day.set(from.value)" />
      </mp-field>
      <fieldset>
        <legend>Se recibe con fecha del día</legend>
        @for (each of rules; track each) {
          <label class="choice">
            <input type="radio" name="rule" [checked]="rule() === each" (change)="rule.set(each)" />
            <span>{{ ruleName(each) }}</span>
          </label>
        }
      </fieldset>
      @if (rule() === 'office_hours') {
        <mp-field
          label="Hora de cierre"
          [optional]="true"
          [hint]="'Vacía, rige el cierre de la ventanilla: hoy, ' + closing() + '.'"
          [error]="fault('closes_at')"
        >
          <input #until mpControl type="time" [value]="closes()" (input)="closes.set(until.value)" />
        </mp-field>
      }
      <p class="note" role="status">
        @if (day()) {
          Desde el {{ day() | longDay }}.
        }
        {{ words() }}
      </p>
    </mp-form-dialog>
  `,
})
export class CutoffRuleDialog {
  private readonly owner = inject(InstitutionSettings);
  private readonly said = inject(Said);

  readonly open = input.required<boolean>();
  readonly today = input.required<string>();
  /** The institution's closing time. */
  readonly closing = input.required<string>();
  readonly closed = output<void>();

  protected readonly rules = RULES;
  protected readonly ruleName = ruleName;
  protected readonly day = linkedSignal({ source: this.today, computation: () => '' });
  protected readonly rule = linkedSignal<string, NewCutoffRule['rule']>({
    source: this.today,
    computation: () => 'office_hours',
  });
  protected readonly closes = linkedSignal({ source: this.today, computation: () => '' });
  protected readonly tried = linkedSignal({ source: this.open, computation: () => false });
  protected readonly post = posting();

  private readonly body = computed(() => ({
    valid_from: this.day(),
    rule: this.rule(),
    closes_at: this.rule() === 'office_hours' && this.closes() ? this.closes() : null,
  }));
  protected readonly words = computed(() => ruleInWords(this.body(), this.closing()));
  protected readonly dayFault = computed(() =>
    this.tried() && !this.day() ? 'Elija desde qué día rige.' : this.fault('valid_from'),
  );

  protected close(): void {
    this.post.problem.set(null);
    this.closed.emit();
  }

  protected fault(field: string): string | null {
    return messageFor(this.post.problem(), field);
  }

  protected async save(): Promise<void> {
    this.tried.set(true);
    if (!this.day()) return;
    if (!(await this.post.run(() => this.owner.addRule(this.body())))) return;
    this.said.say('Regla guardada.');
    this.day.set('');
    this.close();
  }
}
