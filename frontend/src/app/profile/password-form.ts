import { Component, computed, inject, signal } from '@angular/core';

import { messageFor, Problem, problemOf } from '../problems/problem';
import { Control, Field } from '../ui/field';
import { ProblemBanner } from '../ui/problem-banner';
import { Account } from './account';

const LEAST = 10;

/** A new password. It ends the other sessions. */
@Component({
  selector: 'mp-password-form',
  imports: [Control, Field, ProblemBanner],
  styles: `
    :host {
      display: grid;
      gap: 14px;
    }
    h2 {
      font-size: 1.125rem;
    }
    form {
      display: grid;
      gap: 16px;
    }
  `,
  template: `
    <h2>Contraseña</h2>
    @if (problem(); as failure) {
      <mp-problem-banner
        [problem]="failure"
        [canRetry]="false"
        [shownElsewhere]="['current_password', 'new_password']"
      />
    }
    <form (submit)="save($event)" novalidate>
      <mp-field label="Contraseña actual" [error]="currentFault()">
        <input
          #now
          mpControl
          type="password"
          autocomplete="current-password"
          [value]="current()"
          (input)="current.set(now.value)"
        />
      </mp-field>
      <mp-field
        label="Contraseña nueva"
        hint="10 caracteres o más. Una frase que recuerde sirve. Se cerrarán sus otras sesiones."
        [error]="nextFault()"
      >
        <input
          #then
          mpControl
          type="password"
          autocomplete="new-password"
          [value]="next()"
          (input)="next.set(then.value)"
        />
      </mp-field>
      <p class="acts">
        <button type="submit" class="button" [disabled]="busy()">Cambiar contraseña</button>
        <span class="state done" role="status" [hidden]="!saved()">Contraseña cambiada</span>
      </p>
    </form>
  `,
})
export class PasswordForm {
  private readonly account = inject(Account);

  protected readonly current = signal('');
  protected readonly next = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly saved = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly currentFault = computed(() =>
    this.tried() && !this.current() ? 'Escriba su contraseña actual.' : messageFor(this.problem(), 'current_password'),
  );
  protected readonly nextFault = computed(() =>
    this.tried() && this.next().length < LEAST
      ? 'Use 10 caracteres o más.'
      : messageFor(this.problem(), 'new_password'),
  );

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    this.saved.set(false);
    this.problem.set(null);
    if (!this.current() || this.next().length < LEAST || this.busy()) return;
    this.busy.set(true);
    try {
      await this.account.password(this.current(), this.next());
      this.current.set('');
      this.next.set('');
      this.tried.set(false);
      this.saved.set(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }
}
