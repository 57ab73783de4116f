import { DestroyRef, Directive, ElementRef, inject, output } from '@angular/core';

/** Says when its element comes near the screen: the end of a list asks for more. */
@Directive({ selector: '[mpReached]' })
export class Reached {
  readonly mpReached = output<void>();

  constructor() {
    const watcher = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.mpReached.emit(),
      { rootMargin: '400px' },
    );
    watcher.observe(inject<ElementRef<HTMLElement>>(ElementRef).nativeElement);
    inject(DestroyRef).onDestroy(() => watcher.disconnect());
  }
}
