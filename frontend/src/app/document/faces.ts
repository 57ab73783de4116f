import { DOCUMENT } from '@angular/common';
import { afterNextRender, Component, ElementRef, inject, Injector, model } from '@angular/core';

/** The file, or what is known of it and decided. */
export type Face = 'file' | 'facts';

/** Where a screen has no room for both, one is shown, and the other is one press away. The same width as in the CSS. */
const ONE_AT_A_TIME = '(max-width: 900px)';

@Component({
  selector: 'mp-faces',
  host: { role: 'group', 'aria-label': 'Qué se muestra' },
  styles: `
    :host {
      display: none;
      gap: 0;
      padding: 0 12px;
      background: var(--paper);
      border-bottom: 1px solid var(--rule);
    }
    button {
      flex: 1;
      min-height: 46px;
      padding: 4px 8px;
      background: none;
      border: 0;
      border-bottom: 3px solid transparent;
      color: var(--ink-soft);
      cursor: pointer;
    }
    [aria-pressed='true'] {
      border-color: var(--stamp);
      color: var(--ink);
      font-weight: 680;
    }
    @media (max-width: 900px) {
      :host {
        display: flex;
      }
    }
  `,
  template: `
    <button type="button" [attr.aria-pressed]="face() === 'facts'" (click)="face.set('facts')">Datos y decisión</button>
    <button type="button" [attr.aria-pressed]="face() === 'file'" (click)="face.set('file')">Documento</button>
  `,
})
export class Faces {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  private readonly window = inject(DOCUMENT).defaultView!;

  readonly face = model.required<Face>();

  /** Whether only one of them is in sight. */
  narrow(): boolean {
    return this.window.matchMedia(ONE_AT_A_TIME).matches;
  }

  /** By keyboard: what had the focus may be out of sight now. */
  turn(): void {
    this.face.update((face) => (face === 'file' ? 'facts' : 'file'));
    const focus = () => this.host.querySelector<HTMLElement>('[aria-pressed=true]')?.focus();
    afterNextRender({ write: focus }, { injector: this.injector });
  }
}
