import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import type { SetUpTotp, TotpRead } from '../api/model';
import { messageFor, Problem, problemOf } from '../problems/problem';
import { CopyButton } from '../ui/copy-button';
import { Control, Field } from '../ui/field';
import { FormDialog } from '../ui/form-dialog';
import { ProblemBanner } from '../ui/problem-banner';
import { Qr } from '../ui/qr';
import { Session } from './session';

const TOTP = '/api/v1/users/me/totp';

/** The second factor of the signed-in account: on, with the first code of an application, and off. */
@Component({
  selector: 'mp-two-step',
  imports: [Control, CopyButton, Field, FormDialog, ProblemBanner, Qr],
  styles: `
    ol {
      padding-left: 1.2em;
      display: grid;
      gap: 18px;
    }
    .offer {
      display: flex;
      flex-wrap: wrap;
      gap: 18px 24px;
      margin-top: 14px;
    }
    .offer > div {
      flex: 1 1 240px;
      display: grid;
      gap: 10px;
      justify-items: start;
      align-content: start;
    }
    mp-qr {
      width: 196px;
      height: 196px;
    }
    .secret {
      font-size: 1.0625rem;
      overflow-wrap: anywhere;
    }
    form {
      margin-top: 14px;
      max-width: 360px;
    }
  `,
  templateUrl: './two-step.html',
})
export class TwoStep {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);

  protected readonly active = computed(() => this.session.user()?.two_step ?? false);
  /** The secret on offer: the server keeps none until its first code has come. */
  protected readonly offer = signal<TotpRead | null>(null);
  protected readonly code = signal('');
  private readonly tried = signal(false);
  protected readonly leaving = signal(false);
  protected readonly busy = signal(false);
  protected readonly said = signal('');
  protected readonly problem = signal<Problem | null>(null);
  protected readonly fault = computed(() => {
    const short = !/^\d{6}$/.test(this.digits());
    return this.tried() && short ? 'Escriba las seis cifras.' : messageFor(this.problem(), 'code');
  });
  private readonly digits = computed(() => this.code().replace(/\s/g, ''));

  protected grouped(secret: string): string {
    return secret.match(/.{1,4}/g)?.join(' ') ?? '';
  }

  protected async begin(): Promise<void> {
    this.code.set('');
    this.tried.set(false);
    await this.run(async () => this.offer.set(await this.ask({})));
  }

  protected async confirm(event: Event, secret: string): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (!/^\d{6}$/.test(this.digits())) return;
    await this.run(async () => {
      await this.ask({ secret, code: this.digits() });
      this.settle(true, 'La verificación en dos pasos quedó activada.');
    });
  }

  protected async end(): Promise<void> {
    await this.run(async () => {
      await firstValueFrom(this.http.delete(TOTP));
      this.settle(false, 'La verificación en dos pasos quedó desactivada.');
    });
    this.leaving.set(false);
  }

  private settle(two_step: boolean, sentence: string): void {
    const user = this.session.user();
    if (user) this.session.update({ ...user, two_step });
    this.offer.set(null);
    this.said.set(sentence);
  }

  private ask(body: SetUpTotp): Promise<TotpRead> {
    return firstValueFrom(this.http.post<TotpRead>(TOTP, body));
  }

  private async run(act: () => Promise<void>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await act();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }
}
