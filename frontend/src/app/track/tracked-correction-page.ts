import { Component, inject } from '@angular/core';
import { Router } from '@angular/router';

import { CorrectionPage } from './correction-page';
import { Tracking } from './tracking';

/** Answers an observation with the filing's key. */
@Component({
  selector: 'mp-tracked-correction-page',
  imports: [CorrectionPage],
  template: `
    @if (tracking.access(); as access) {
      <mp-correction-page [access]="access" back="/consultar/tramite" (lost)="askAgain()" />
    }
  `,
})
export default class TrackedCorrectionPage {
  private readonly router = inject(Router);
  protected readonly tracking = inject(Tracking);

  protected askAgain(): void {
    this.tracking.expire();
    void this.router.navigate(['/consultar'], { replaceUrl: true });
  }
}
