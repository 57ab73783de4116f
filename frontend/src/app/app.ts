import { DOCUMENT } from '@angular/common';
import { Component, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, pairwise } from 'rxjs';

@Component({ selector: 'mp-root', imports: [RouterOutlet], template: '<router-outlet />' })
export class App {
  private readonly document = inject(DOCUMENT);

  constructor() {
    inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationEnd),
        pairwise(),
        filter(([before, now]) => pathOf(before.urlAfterRedirects) !== pathOf(now.urlAfterRedirects)),
        takeUntilDestroyed(),
      )
      .subscribe(() => setTimeout(() => this.announcePage()));
  }

  /** A new page begins at its heading for those who read with the keyboard or by ear. */
  private announcePage(): void {
    const heading = this.document.querySelector<HTMLElement>('main h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }
}

function pathOf(url: string): string {
  return url.split(/[?#]/)[0];
}
