import { Component, computed, input, output } from '@angular/core';

import { KeepingPart } from '../../api/model';
import { CopyButton } from '../../ui/copy-button';
import { Moment } from '../../ui/dates';
import { StateMark } from '../../ui/state-mark';
import { ago, Kind, lasted, span, standingOf, WORDS } from './standing';

/** How one kind stands, what ended it and when, and what can be done: a button, or what to type on the server. */
@Component({
  selector: 'mp-standing-of-part',
  imports: [CopyButton, Moment, StateMark],
  styles: `
    :host,
    .standing {
      display: grid;
      gap: 14px;
    }
    .standing {
      gap: 6px;
    }
    progress {
      width: min(100%, 420px);
      height: 10px;
      accent-color: var(--stamp);
    }
    code {
      font-family: Mono, monospace;
      overflow-wrap: anywhere;
    }
  `,
  template: `
    <div class="standing" role="status">
      @if (part().running; as run) {
        <mp-state tone="wait">{{ run.state === 'waiting' ? 'Por empezar' : 'En curso' }}</mp-state>
        <p>{{ run.state === 'waiting' ? 'Empieza en unos segundos.' : words().running }}</p>
      } @else {
        <mp-state [tone]="standing().tone">{{ standing().word }}</mp-state>
        @if (part().last; as run) {
          <p [class.note]="!run.ok" [class.late]="!run.ok">{{ run.summary }}</p>
        }
      }
    </div>
    @if (part().running; as run) {
      <p>
        <progress [attr.value]="run.progress" max="1" [attr.aria-label]="words().running"></progress>
        @if (run.progress; as done) {
          <span class="num soft"> {{ percent(done) }} %</span>
        }
      </p>
    }
    <dl class="facts">
      @if (part().last; as run) {
        <dt>Última vez</dt>
        <dd>
          {{ run.finished_at | moment }} <span class="soft">({{ age(run.finished_at!) }})</span>
        </dd>
        @if (run.seconds !== null) {
          <dt>Tardó</dt>
          <dd>{{ duration(run.seconds) }}</dd>
        }
        @if (!run.ok) {
          <dt>Bien, por última vez</dt>
          <dd>
            @if (part().good_at; as at) {
              {{ at | moment }} <span class="soft">({{ age(at) }})</span>
            } @else {
              Nunca
            }
          </dd>
        }
      }
      <dt>Debe hacerse</dt>
      <dd>Cada {{ due() }}, a más tardar</dd>
    </dl>
    @if (part().why_not; as why) {
      <div class="standing">
        <p class="soft small">{{ why }}</p>
        <p class="acts">
          <code>{{ part().command }}</code>
          <mp-copy [text]="part().command" label="Copiar la orden" />
        </p>
      </div>
    } @else if (mayAsk()) {
      <p class="acts">
        <button type="button" class="button quiet" [disabled]="busy() || part().running" (click)="asked.emit()">
          {{ words().verb }}
        </button>
      </p>
    }
  `,
})
export class StandingOfPart {
  readonly kind = input.required<Kind>();
  readonly part = input.required<KeepingPart>();
  readonly now = input.required<Date>();
  readonly mayAsk = input(false);
  readonly busy = input(false);
  readonly asked = output<void>();

  protected readonly words = computed(() => WORDS[this.kind()]);
  protected readonly standing = computed(() => standingOf(this.part()));
  protected readonly due = computed(() => span(this.part().due_seconds));
  protected readonly duration = lasted;

  protected age(instant: string): string {
    return ago(instant, this.now());
  }

  protected percent(part: number): number {
    return Math.round(part * 100);
  }
}
