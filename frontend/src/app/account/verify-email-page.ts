import { Component, effect, inject, input, signal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { Line } from '../ui/line';
import { posting } from '../ui/posting';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';

/** Confirms an address by the link that was mailed to it. */
@Component({
  selector: 'mp-verify-email-page',
  imports: [Line, ProblemBanner, RouterLink, Skeleton],
  template: `
    <section mpLine="Cuenta" class="first">
      @if (confirmed()) {
        <h1>Su correo quedó confirmado</h1>
        <p class="lead" role="status">Ya puede ingresar con su correo y su contraseña.</p>
        <p class="acts" style="margin-top: 20px"><a class="button" routerLink="/ingresar">Ingresar</a></p>
      } @else if (post.busy()) {
        <h1>Confirmando su correo…</h1>
        <mp-skeleton lines="2" style="margin-top: 18px" />
      } @else if (post.problem(); as problem) {
        @if (problem.status === 422) {
          <h1>El enlace ya no sirve</h1>
          <p class="lead" role="alert">
            Venció o ya se usó. Si ya confirmó su correo, ingrese. Si no, regístrese de nuevo y le enviaremos otro.
          </p>
          <p class="acts" style="margin-top: 20px">
            <a class="button" routerLink="/ingresar">Ingresar</a>
            <a class="button quiet" routerLink="/registro">Registrarme de nuevo</a>
          </p>
        } @else {
          <h1>No pudimos confirmar su correo</h1>
          <mp-problem-banner [problem]="problem" (retry)="confirm()" style="margin-top: 18px" />
        }
      } @else {
        <h1>Abra el enlace de su correo</h1>
        <p class="lead">Esta página confirma su correo cuando llega desde el enlace que le enviamos.</p>
      }
    </section>
  `,
})
export default class VerifyEmailPage {
  private readonly router = inject(Router);

  readonly token = input<string>();

  protected readonly post = posting();
  protected readonly confirmed = signal(false);
  private kept = '';

  constructor() {
    effect(() => {
      const token = this.token();
      if (token) untracked(() => this.begin(token));
    });
  }

  protected async confirm(): Promise<void> {
    this.confirmed.set(await this.post.send('/api/v1/auth/verify-email', { token: this.kept }));
  }

  /** The link's secret leaves the address, and with it the history, before anything else. */
  private begin(token: string): void {
    this.kept = token;
    void this.router.navigate([], { queryParams: {}, replaceUrl: true });
    void this.confirm();
  }
}
