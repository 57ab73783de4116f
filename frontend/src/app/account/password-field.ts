import { Component, input, signal } from '@angular/core';
import { FieldTree, FormField } from '@angular/forms/signals';

import { Control, Field } from '../ui/field';

/** A password that its owner can look at while typing. */
@Component({
  selector: 'mp-password',
  imports: [Control, Field, FormField],
  styles: `
    .row {
      display: flex;
      gap: 8px;
      align-items: center;
    }
    .row input {
      flex: 1;
      min-width: 0;
    }
    .row button {
      min-height: 44px;
      padding: 0 8px;
    }
  `,
  template: `
    <mp-field [label]="label()" [hint]="hint()" [error]="error()">
      <span class="row">
        <input
          mpControl
          [type]="seen() ? 'text' : 'password'"
          [attr.autocomplete]="autocomplete()"
          autocapitalize="none"
          spellcheck="false"
          [formField]="field()"
        />
        <button type="button" class="link" [attr.aria-pressed]="seen()" (click)="seen.set(!seen())">
          {{ seen() ? 'Ocultar' : 'Mostrar' }}<span class="unseen"> {{ label().toLowerCase() }}</span>
        </button>
      </span>
    </mp-field>
  `,
})
export class PasswordField {
  readonly label = input.required<string>();
  readonly field = input.required<FieldTree<string>>();
  readonly hint = input('');
  readonly error = input<string | null>(null);
  readonly autocomplete = input<'current-password' | 'new-password'>('current-password');

  protected readonly seen = signal(false);
}
