import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';

import { CorrectionPage } from './correction-page';
import { FilingAccess } from './filing-access';

/** Answers an observation of a filing of one's own account. */
@Component({
  selector: 'mp-own-correction-page',
  imports: [CorrectionPage],
  template: `<mp-correction-page [access]="access()" [back]="'/mis-tramites/' + id()" (lost)="signIn()" />`,
})
export default class OwnCorrectionPage {
  private readonly router = inject(Router);

  readonly id = input.required<string>();

  protected readonly access = computed<FilingAccess>(() => ({ id: this.id(), token: null }));

  protected signIn(): void {
    void this.router.navigate(['/ingresar'], { queryParams: { ir: this.router.url } });
  }
}
