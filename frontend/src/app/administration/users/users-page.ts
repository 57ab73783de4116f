import { Component, DestroyRef, ElementRef, inject, signal, viewChild } from '@angular/core';

import { Keys } from '../../desk/keys';
import { Said } from '../../desk/said';
import { Setup } from '../../desk/setup';
import { Problem, problemOf } from '../../problems/problem';
import { User } from '../../session/user';
import { Plural } from '../../ui/plural';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { StateMark } from '../../ui/state-mark';
import { Accounts, Wanted } from './accounts';
import { roleName, ROLES } from './roles';
import { UserDialog } from './user-dialog';

const SETTLE_MS = 250;

/** The accounts of the institution, and of whoever registered. */
@Component({
  selector: 'mp-users-page',
  imports: [Plural, ProblemBanner, Skeleton, StateMark, UserDialog],
  templateUrl: './users-page.html',
  styleUrl: '../list.css',
})
export default class UsersPage {
  private readonly accounts = inject(Accounts);
  private readonly said = inject(Said);
  private readonly setup = inject(Setup);
  private readonly seek = viewChild.required<ElementRef<HTMLInputElement>>('seek');
  private timer: ReturnType<typeof setTimeout> | undefined;
  private cursor: string | null = null;
  private turn = 0;

  protected readonly roles = ROLES;
  protected readonly roleName = roleName;
  protected readonly wanted = signal<Wanted>({ q: '', role: '', active: '' });
  protected readonly users = signal<User[]>([]);
  protected readonly total = signal<number | null>(null);
  protected readonly more = signal(false);
  protected readonly loading = signal(true);
  protected readonly problem = signal<Problem | null>(null);
  /** The account being changed; `new` for one being made. */
  protected readonly open = signal<User | 'new' | null>(null);

  constructor() {
    void this.load();
    inject(Keys).during(inject(DestroyRef), [
      { title: 'Buscar una persona', group: 'En la lista', keys: ['/'], run: () => this.seek().nativeElement.focus() },
      { title: 'Crear una cuenta', group: 'En la lista', keys: ['n'], run: () => this.open.set('new') },
    ]);
  }

  protected narrow(part: Partial<Wanted>): void {
    this.wanted.update((wanted) => ({ ...wanted, ...part }));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), SETTLE_MS);
  }

  protected async load(further = false): Promise<void> {
    const turn = ++this.turn;
    this.loading.set(true);
    this.problem.set(null);
    try {
      const page = await this.accounts.page(this.wanted(), further ? this.cursor : null);
      if (turn !== this.turn) return;
      this.users.update((users) => (further ? [...users, ...page.items] : page.items));
      this.total.set(page.total ?? null);
      this.cursor = page.next_cursor ?? null;
      this.more.set(this.cursor !== null);
    } catch (error) {
      if (turn === this.turn) this.problem.set(problemOf(error));
    } finally {
      if (turn === this.turn) this.loading.set(false);
    }
  }

  protected saved(user: User, sentence: string): void {
    this.open.set(null);
    this.said.say(sentence);
    this.setup.saved();
    const known = this.users().some(({ id }) => id === user.id);
    this.users.update((users) => users.map((each) => (each.id === user.id ? user : each)));
    // A list asked for before the change would bring the account back as it was.
    if (!known || this.loading()) void this.load();
  }

  protected areasOf(user: User): string {
    return user.areas.map(({ code, head }) => (head ? `${code} (jefatura)` : code)).join(', ');
  }
}
