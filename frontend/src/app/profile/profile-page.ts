import { Component, computed, inject, linkedSignal, signal } from '@angular/core';

import { Problem, messageFor, problemOf } from '../problems/problem';
import { Session } from '../session/session';
import { TwoStep } from '../session/two-step';
import { Role } from '../session/user';
import { Theme } from '../shell/theme';
import { Control, Field } from '../ui/field';
import { ProblemBanner } from '../ui/problem-banner';
import { Account } from './account';
import { PasswordForm } from './password-form';
import { SessionsList } from './sessions-list';

const ROLES: Record<Role, string> = {
  citizen: 'Ciudadano',
  clerk: 'Mesa de partes',
  officer: 'Área',
  auditor: 'Auditoría',
  admin: 'Administración',
};

/** One's own account: name, password, open sessions, and the way out. */
@Component({
  selector: 'mp-profile-page',
  imports: [Control, Field, PasswordForm, ProblemBanner, SessionsList, TwoStep],
  styleUrl: './profile-page.css',
  template: `
    <div class="page">
      <header>
        <h1>Su cuenta</h1>
        <p class="acts">
          <button type="button" class="button quiet" (click)="theme.toggle()">
            Modo {{ theme.tone() === 'dark' ? 'claro' : 'oscuro' }}
          </button>
          <button type="button" class="button quiet" (click)="session.signOut()">Salir</button>
        </p>
      </header>
      <section>
        <h2>Sus datos</h2>
        <dl class="facts">
          <dt>Correo</dt>
          <dd>{{ session.user()?.email }}</dd>
          <dt>Trabajo</dt>
          <dd>{{ areas() || role() }}</dd>
        </dl>
        @if (problem(); as failure) {
          <mp-problem-banner [problem]="failure" [canRetry]="false" [shownElsewhere]="['name']" />
        }
        <form (submit)="save($event)" novalidate>
          <mp-field label="Nombre" hint="Así lo ven sus compañeros y la historia de cada documento." [error]="fault()">
            <input #own mpControl autocomplete="name" maxlength="200" [value]="name()" (input)="name.set(own.value)" />
          </mp-field>
          <p class="acts">
            <button type="submit" class="button" [disabled]="busy() || name().trim() === session.user()?.name">
              Guardar nombre
            </button>
            <span class="state done" role="status" [hidden]="!saved()">Guardado</span>
          </p>
        </form>
      </section>
      <mp-password-form />
      <section>
        <h2>Verificación en dos pasos</h2>
        <mp-two-step />
      </section>
      <mp-sessions-list />
    </div>
  `,
})
export default class ProfilePage {
  private readonly account = inject(Account);
  protected readonly session = inject(Session);
  protected readonly theme = inject(Theme);

  protected readonly name = linkedSignal(() => this.session.user()?.name ?? '');
  protected readonly role = computed(() => ROLES[this.session.role() ?? 'citizen']);
  protected readonly areas = computed(
    () =>
      this.session
        .user()
        ?.areas.map(({ name }) => name)
        .join(', ') ?? '',
  );
  protected readonly busy = signal(false);
  protected readonly saved = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly fault = computed(() =>
    this.name().trim() ? messageFor(this.problem(), 'name') : 'Escriba su nombre.',
  );

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name().trim();
    if (!name) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.session.update(await this.account.change({ name }));
      this.saved.set(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }
}
