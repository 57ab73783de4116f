import { Component, computed, Directive, inject, input } from '@angular/core';

let count = 0;

/** A label, its hint, its control (marked `mpControl`) and its error, tied together for everybody. */
@Component({
  selector: 'mp-field',
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    label {
      display: block;
      font-weight: 600;
      margin-bottom: 6px;
    }
    .hint {
      margin: -4px 0 6px;
      font-size: 0.9375rem;
      color: var(--ink-soft);
    }
    .error {
      margin-top: 6px;
      color: var(--late);
      font-size: 0.9375rem;
      font-weight: 560;
    }
  `,
  template: `
    <label [for]="id">
      {{ label() }}
      @if (optional()) {
        <span class="soft small">(opcional)</span>
      }
    </label>
    @if (hint()) {
      <p class="hint" [id]="id + '-hint'">{{ hint() }}</p>
    }
    <ng-content />
    <p class="error" [id]="id + '-error'" aria-live="polite" [hidden]="!error()">{{ error() }}</p>
  `,
})
export class Field {
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly error = input<string | null>(null);
  readonly optional = input(false);

  readonly id = `field-${++count}`;
  readonly describedBy = computed(() => {
    const ids = [this.hint() && `${this.id}-hint`, this.error() && `${this.id}-error`].filter(Boolean);
    return ids.length ? ids.join(' ') : null;
  });
}

/** Ties an input, select or textarea to the `mp-field` around it. */
@Directive({
  selector: '[mpControl]',
  host: {
    class: 'control',
    '[id]': 'field.id',
    '[attr.aria-describedby]': 'field.describedBy()',
    '[attr.aria-invalid]': 'field.error() ? true : null',
    '[attr.aria-required]': 'field.optional() ? null : true',
  },
})
export class Control {
  protected readonly field = inject(Field);
}
