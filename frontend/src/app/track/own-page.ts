import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { Filing } from './filing';
import { FilingAccess } from './filing-access';

/** A filing of one's own account. */
@Component({
  selector: 'mp-own-page',
  imports: [Filing, RouterLink],
  template: `
    <mp-filing [access]="access()" [correctionLink]="'/mis-tramites/' + id() + '/subsanar'" (lost)="signIn()">
      <a class="target" routerLink="/mis-tramites">Todos mis trámites</a>
    </mp-filing>
  `,
})
export default class OwnPage {
  private readonly router = inject(Router);

  readonly id = input.required<string>();

  protected readonly access = computed<FilingAccess>(() => ({ id: this.id(), token: null }));

  protected signIn(): void {
    void this.router.navigate(['/ingresar'], { queryParams: { ir: this.router.url } });
  }
}
