import { Component, input, output, signal } from '@angular/core';

const STEP = 24;

/** The line between two columns, moved by hand or by the arrow keys. */
@Component({
  selector: 'mp-divider',
  host: {
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'vertical',
    '[attr.aria-label]': 'label()',
    '[attr.aria-valuenow]': 'width()',
    '[attr.aria-valuemin]': 'least()',
    '[attr.aria-valuemax]': 'most()',
    '(keydown)': 'pressed($event)',
    '(pointerdown)': 'grabbed($event)',
    '(pointermove)': 'dragged($event)',
    '(pointerup)': 'dropped($event)',
    '(dblclick)': 'set(usual())',
  },
  styles: `
    :host {
      position: relative;
      z-index: 2;
      width: 1px;
      background: var(--rule);
      cursor: col-resize;
      touch-action: none;
    }
    :host::after {
      content: '';
      position: absolute;
      inset: 0 -5px;
    }
    :host(:hover),
    :host(:focus-visible) {
      background: var(--stamp);
      box-shadow: 0 0 0 1px var(--stamp);
    }
  `,
  template: '',
})
export class Divider {
  readonly label = input.required<string>();
  readonly width = input.required<number>();
  readonly least = input.required<number>();
  readonly most = input.required<number>();
  readonly usual = input.required<number>();
  /** 1 when dragging to the right widens the column, -1 when it narrows it. */
  readonly towards = input.required<1 | -1>();
  readonly moved = output<number>();

  private readonly from = signal<{ x: number; width: number } | null>(null);

  protected set(width: number): void {
    this.moved.emit(Math.round(Math.min(this.most(), Math.max(this.least(), width))));
  }

  protected pressed(event: KeyboardEvent): void {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    this.set(this.width() + step * this.towards());
  }

  protected grabbed(event: PointerEvent): void {
    (event.target as Element).setPointerCapture(event.pointerId);
    this.from.set({ x: event.clientX, width: this.width() });
  }

  protected dragged(event: PointerEvent): void {
    const from = this.from();
    if (from) this.set(from.width + (event.clientX - from.x) * this.towards());
  }

  protected dropped(event: PointerEvent): void {
    (event.target as Element).releasePointerCapture(event.pointerId);
    this.from.set(null);
  }
}
