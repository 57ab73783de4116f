import { Component, computed, inject, input, signal } from '@angular/core';

import { CutoffRuleRead, SettingsRead } from '../../api/model';
import { Said } from '../../desk/said';
import { LongDay } from '../../ui/dates';
import { posting } from '../../ui/posting';
import { ProblemBanner } from '../../ui/problem-banner';
import { CutoffRuleDialog } from './cutoff-rule-dialog';
import { inTime } from './dated';
import { ruleInWords } from './rule-words';
import { InstitutionSettings } from './settings';

/** The rule that every installation begins with is older than any filing. */
const EVER = '1990-01-01';

/** The cut-off rule in force, those to come, and those that were. */
@Component({
  selector: 'mp-cutoff-rules',
  imports: [CutoffRuleDialog, LongDay, ProblemBanner],
  styleUrl: './dated.css',
  template: `
    @if (rules().now; as rule) {
      <p>
        <b>{{ words(rule) }}</b>
        @if (rule.valid_from > EVER) {
          <span class="soft small block">Rige desde el {{ rule.valid_from | longDay }}.</span>
        }
      </p>
    } @else {
      <p class="soft">Hoy no rige ninguna regla: se recibe todo el día.</p>
    }
    <p class="soft small">Lo presentado en un día no laborable siempre tiene fecha del siguiente día hábil.</p>
    @if (rules().toCome.length) {
      <ul class="plain dated">
        @for (rule of rules().toCome; track rule.valid_from) {
          <li>
            <div>
              <b>Desde el {{ rule.valid_from | longDay }}</b>
              <span class="block">{{ words(rule) }}</span>
            </div>
            <button type="button" class="link" [disabled]="post.busy()" (click)="remove(rule)">
              Quitar<span class="unseen"> la regla del {{ rule.valid_from | longDay }}</span>
            </button>
          </li>
        }
      </ul>
    }
    @if (post.problem(); as problem) {
      <mp-problem-banner [problem]="problem" [canRetry]="false" />
    }
    <p class="acts">
      <button type="button" class="button quiet" (click)="adding.set(true)">Cambiar la regla desde un día…</button>
    </p>
    @if (rules().past.length) {
      <details>
        <summary>Reglas anteriores</summary>
        <ul class="plain dated">
          @for (rule of rules().past; track rule.valid_from) {
            <li class="soft">
              {{ rule.valid_from > EVER ? 'Desde el ' + (rule.valid_from | longDay) : 'Desde el inicio' }}:
              {{ words(rule) }}
            </li>
          }
        </ul>
      </details>
    }
    <mp-cutoff-rule-dialog
      [open]="adding()"
      [today]="today()"
      [closing]="settings().closes_at"
      (closed)="adding.set(false)"
    />
  `,
})
export class CutoffRules {
  private readonly owner = inject(InstitutionSettings);
  private readonly said = inject(Said);

  readonly settings = input.required<SettingsRead>();
  readonly today = input.required<string>();

  protected readonly rules = computed(() => inTime(this.settings().cutoff_rules, this.today()));
  protected readonly EVER = EVER;
  protected readonly adding = signal(false);
  protected readonly post = posting();

  protected words(rule: CutoffRuleRead): string {
    return ruleInWords(rule, this.settings().closes_at);
  }

  protected async remove(rule: CutoffRuleRead): Promise<void> {
    if (await this.post.run(() => this.owner.removeRule(rule))) this.said.say('Regla quitada.');
  }
}
