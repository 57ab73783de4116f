import { Component, ElementRef, output, signal, viewChild } from '@angular/core';

/** Takes one PDF, chosen or dropped. */
@Component({
  selector: 'mp-file-drop',
  host: {
    '[class.over]': 'over()',
    '(dragover)': 'drag($event, true)',
    '(dragleave)': 'over.set(false)',
    '(drop)': 'drop($event)',
  },
  styles: `
    :host {
      border: 1.5px dashed var(--ink-soft);
      border-radius: 4px;
      padding: 20px;
      margin-top: 12px;
      display: flex;
      flex-wrap: wrap;
      gap: 12px 16px;
      align-items: center;
    }
    :host(.over) {
      background: var(--stamp-wash);
      border-color: var(--stamp);
    }
  `,
  template: `
    <input #chooser hidden type="file" accept=".pdf,application/pdf" (change)="chosen(chooser)" />
    <button type="button" class="button quiet" (click)="open()">Elegir el PDF</button>
    <span class="soft small">o suéltelo aquí</span>
  `,
})
export class FileDrop {
  private readonly chooser = viewChild.required<ElementRef<HTMLInputElement>>('chooser');

  readonly picked = output<File>();

  protected readonly over = signal(false);

  protected open(): void {
    this.chooser().nativeElement.click();
  }

  protected chosen(input: HTMLInputElement): void {
    const file = input.files?.[0];
    input.value = '';
    if (file) this.picked.emit(file);
  }

  protected drag(event: DragEvent, over: boolean): void {
    event.preventDefault();
    this.over.set(over);
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.over.set(false);
    const file = event.dataTransfer?.files[0];
    if (file) this.picked.emit(file);
  }
}
