import { Component, input, signal } from '@angular/core';

/** Copies a text and says so; where the browser forbids it, says how to do it by hand. */
@Component({
  selector: 'mp-copy',
  template: `
    <button type="button" class="button quiet" (click)="copy()">{{ said() || label() }}</button>
    <span class="unseen" role="status">{{ said() }}</span>
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly label = input('Copiar');

  protected readonly said = signal('');

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text());
      this.said.set('Copiado');
    } catch {
      this.said.set('No se pudo: selecciónelo y cópielo');
    }
    setTimeout(() => this.said.set(''), 4000);
  }
}
