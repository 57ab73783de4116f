import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Line } from '../ui/line';

@Component({
  selector: 'mp-not-allowed-page',
  imports: [Line, RouterLink],
  template: `
    <section mpLine="Permiso" class="first">
      <h1>Su cuenta no puede ver esta página</h1>
      <p class="lead">Pida el permiso al administrador de su institución, o ingrese con otra cuenta.</p>
      <p class="acts" style="margin-top: 20px">
        <a class="button" routerLink="/">Ir al inicio</a>
      </p>
    </section>
  `,
})
export default class NotAllowedPage {}
