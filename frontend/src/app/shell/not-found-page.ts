import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Line } from '../ui/line';

@Component({
  selector: 'mp-not-found-page',
  imports: [Line, RouterLink],
  template: `
    <section mpLine="Dirección" class="first">
      <h1>No encontramos esta página</h1>
      <p class="lead">Revise la dirección, o empiece de nuevo desde el inicio.</p>
      <p class="acts" style="margin-top: 20px">
        <a class="button" routerLink="/">Ir al inicio</a>
        <a class="button quiet" routerLink="/tramites">Ver los trámites</a>
      </p>
    </section>
  `,
})
export default class NotFoundPage {}
