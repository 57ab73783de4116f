import { Component, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { Session } from '../session/session';
import { Line } from '../ui/line';
import { NumberAndKey } from './number-and-key';
import { Tracking } from './tracking';

@Component({
  selector: 'mp-key-page',
  imports: [Line, NumberAndKey, RouterLink],
  template: `
    <section mpLine="Consultar" class="first">
      <h1>Consulte su trámite</h1>
      <p class="lead">Con el número y la clave de su constancia. No necesita cuenta.</p>
    </section>
    <section mpLine="Número y clave">
      @if (tracking.ended()) {
        <p class="note wait" role="status" style="margin-bottom: 18px">
          Su consulta venció por seguridad. Escriba de nuevo la clave para seguir.
        </p>
      }
      <mp-number-and-key [act]="open" [number]="tracking.number()" (done)="show()">
        <a class="target" routerLink="/recuperar-clave">No tengo la clave</a>
      </mp-number-and-key>
    </section>
    <section mpLine="Con cuenta">
      @if (session.role() === 'citizen') {
        <p>Lo que presentó con su cuenta está en <a class="target" routerLink="/mis-tramites">sus trámites</a>.</p>
      } @else {
        <p>
          Si presentó con su cuenta no necesita clave:
          <a class="target" routerLink="/ingresar" [queryParams]="{ ir: '/mis-tramites' }">ingrese</a> y vea todos sus
          trámites.
        </p>
      }
    </section>
  `,
})
export default class KeyPage {
  private readonly router = inject(Router);
  protected readonly tracking = inject(Tracking);
  protected readonly session = inject(Session);

  protected readonly open = (number: string, key: string) => this.tracking.open(number, key);

  constructor() {
    if (this.tracking.stillOpen()) this.show();
  }

  protected show(): void {
    void this.router.navigate(['/consultar', 'tramite'], { replaceUrl: true });
  }
}
