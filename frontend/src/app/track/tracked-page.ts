import { Component, inject } from '@angular/core';
import { Router } from '@angular/router';

import { Filing } from './filing';
import { Tracking } from './tracking';

/** A filing opened by its key. */
@Component({
  selector: 'mp-tracked-page',
  imports: [Filing],
  template: `
    @if (tracking.access(); as access) {
      <mp-filing [access]="access" correctionLink="/consultar/subsanar" (lost)="askAgain()">
        <button type="button" class="link" (click)="leave()">Consultar otro</button>
      </mp-filing>
    }
  `,
})
export default class TrackedPage {
  private readonly router = inject(Router);
  protected readonly tracking = inject(Tracking);

  protected askAgain(): void {
    this.tracking.expire();
    void this.router.navigate(['/consultar'], { replaceUrl: true });
  }

  protected leave(): void {
    this.tracking.close();
    void this.router.navigate(['/consultar']);
  }
}
