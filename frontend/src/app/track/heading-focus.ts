import { effect, ElementRef, inject, Signal } from '@angular/core';

/**
 * Whoever reads by ear or keyboard goes on at the heading when what had the focus is gone: after loading, and when the
 * page becomes another one under the same address. `stage` changes with what is shown. Call it where injecting is allowed.
 */
export function headingTakesLostFocus(stage: Signal<unknown>): void {
  const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  effect(() => {
    if (!stage()) return;
    setTimeout(() => {
      const heading = host.querySelector('h1');
      if (!heading || host.ownerDocument.activeElement !== host.ownerDocument.body) return;
      heading.setAttribute('tabindex', '-1');
      heading.focus({ preventScroll: true });
    });
  });
}
