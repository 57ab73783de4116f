import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';

import { PageAreaRead } from '../../api/model';
import { messageFor, Problem, problemOf } from '../../problems/problem';
import { Session } from '../../session/session';
import { Role, User } from '../../session/user';
import { Dialog } from '../../ui/dialog';
import { Control, Field } from '../../ui/field';
import { ProblemBanner } from '../../ui/problem-banner';
import { Accounts } from './accounts';
import { ROLES } from './roles';

const EMAIL = /^\S+@\S+\.\S+$/;

/** Makes an account, or changes one: its role, its areas, whether it may enter. */
@Component({
  selector: 'mp-user-dialog',
  imports: [Control, Dialog, Field, ProblemBanner],
  templateUrl: './user-dialog.html',
  styleUrl: '../dialog-form.css',
})
export class UserDialog {
  private readonly accounts = inject(Accounts);
  private readonly session = inject(Session);

  readonly user = input.required<User | 'new' | null>();
  readonly closed = output<void>();
  readonly saved = output<{ user: User; sentence: string }>();

  protected readonly roles = ROLES;
  protected readonly seen = computed(() => {
    const user = this.user();
    return user === 'new' ? null : user;
  });
  protected readonly own = computed(() => this.seen()?.id === this.session.user()?.id);
  protected readonly email = linkedSignal({ source: this.user, computation: () => '' });
  protected readonly name = linkedSignal(() => this.seen()?.name ?? '');
  protected readonly role = linkedSignal<Role>(() => this.seen()?.role ?? 'clerk');
  protected readonly areas = linkedSignal<ReadonlySet<string>>(() => new Set(this.seen()?.areas.map(({ id }) => id)));
  protected readonly tried = linkedSignal({ source: this.user, computation: () => false });
  protected readonly problem = linkedSignal<unknown, Problem | null>({ source: this.user, computation: () => null });
  protected readonly busy = signal(false);

  private readonly known = httpResource<PageAreaRead>(() => (this.user() ? '/api/v1/areas?limit=100' : undefined));
  protected readonly choices = computed(() => (this.known.hasValue() ? this.known.value().items : []));
  protected readonly withAreas = computed(() => this.role() === 'clerk' || this.role() === 'officer');

  protected readonly emailFault = computed(() =>
    this.tried() && !EMAIL.test(this.email().trim())
      ? 'Escriba un correo completo, como nombre@entidad.gob.pe.'
      : messageFor(this.problem(), 'email'),
  );
  protected readonly nameFault = computed(() =>
    this.tried() && !this.name().trim() ? 'Escriba nombre y apellidos.' : messageFor(this.problem(), 'name'),
  );

  protected toggle(id: string): void {
    this.areas.update((areas) => {
      const next = new Set(areas);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  protected submit(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    const [seen, email, name, role] = [this.seen(), this.email().trim(), this.name().trim(), this.role()];
    const area_ids = this.withAreas() ? [...this.areas()] : [];
    if (!name || (!seen && !EMAIL.test(email))) return;
    if (!seen) {
      const sentence = `Cuenta creada. Enviamos a ${email} un enlace para elegir su contraseña.`;
      void this.save(() => this.accounts.create({ email, name, role, area_ids }), sentence);
    } else {
      const body = { name, area_ids, ...(role !== seen.role && { role }) };
      void this.save(() => this.accounts.change(seen, body), `Cambios guardados: ${name}.`);
    }
  }

  protected setActive(active: boolean): void {
    const seen = this.seen();
    const sentence = active ? 'Cuenta activada.' : 'Cuenta desactivada: sus sesiones se cierran en segundos.';
    if (seen) void this.save(() => this.accounts.change(seen, { active }), sentence);
  }

  protected mailLink(): void {
    const seen = this.seen();
    if (!seen) return;
    const call = async () => {
      await this.accounts.mailLink(seen);
      return seen;
    };
    void this.save(call, `Enviamos a ${seen.email} un enlace para elegir otra contraseña.`);
  }

  private async save(call: () => Promise<User>, sentence: string): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.saved.emit({ user: await call(), sentence });
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }
}
