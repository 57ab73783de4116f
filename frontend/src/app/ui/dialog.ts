import { Component, effect, ElementRef, input, output, viewChild } from '@angular/core';

/** The browser's own modal: it keeps the focus inside, gives it back, and closes by Escape. */
@Component({
  selector: 'mp-dialog',
  styles: `
    dialog {
      margin: auto;
      width: min(560px, calc(100vw - 24px));
      max-height: calc(100dvh - 32px);
      overflow: auto;
      border: 1px solid var(--rule);
      border-top: 5px solid var(--stamp);
      border-radius: 4px;
      background: var(--paper);
      color: var(--ink);
      padding: 24px clamp(18px, 4vw, 28px);
    }
    dialog::backdrop {
      background: #10141e99;
    }
    h2 {
      margin-bottom: 12px;
    }
  `,
  template: `
    <dialog #dialog [attr.aria-labelledby]="id" (close)="closed.emit()" (cancel)="$event.stopPropagation()">
      <h2 [id]="id">{{ heading() }}</h2>
      <ng-content />
    </dialog>
  `,
})
export class Dialog {
  readonly heading = input.required<string>();
  readonly open = input.required<boolean>();
  /** Closed by Escape or by its owner: the owner sets `open` to false. */
  readonly closed = output<void>();

  protected readonly id = `dialog-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    effect(() => {
      const dialog = this.dialog().nativeElement;
      if (this.open() && !dialog.open) dialog.showModal();
      else if (!this.open() && dialog.open) dialog.close();
    });
  }
}
