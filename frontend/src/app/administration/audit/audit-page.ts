import { Component, computed, inject, signal } from '@angular/core';

import { AuditRead, WalkRead } from '../../api/model';
import { Problem, problemOf } from '../../problems/problem';
import { Session } from '../../session/session';
import { exactHour, Moment, ShortDay } from '../../ui/dates';
import { plural } from '../../ui/plural';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { StateMark } from '../../ui/state-mark';
import { GROUPS, sentenceFor } from './acts';
import { brokenLink } from './chain';
import { changesOf } from './detail';
import { Trail, WantedRows } from './trail';

/** Where a row keeps the id of what was acted on. */
const SUBJECTS = ['procedure_id', 'reason_id', 'area_id', 'user'];

/** Everything that was done and looked at, with who and when. */
@Component({
  selector: 'mp-audit-page',
  imports: [Moment, ProblemBanner, ShortDay, Skeleton, StateMark],
  providers: [Trail],
  styleUrls: ['../list.css', './audit-page.css'],
  templateUrl: './audit-page.html',
})
export default class AuditPage {
  private readonly trail = inject(Trail);
  private readonly session = inject(Session);
  private cursor: string | null = null;
  private turn = 0;

  protected readonly groups = GROUPS.map(({ name, acts }) => ({ name, acts: Object.entries(acts) }));
  protected readonly wanted = signal<WantedRows>({ action: '', actor: '', from: '', until: '' });
  protected readonly rows = signal<AuditRead[]>([]);
  protected readonly more = signal(false);
  protected readonly loading = signal(true);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly walk = signal<WalkRead | null>(null);
  protected readonly walked = computed(() => plural(this.walk()?.rows ?? 0, 'fila', 'filas'));
  protected readonly broken = computed(() => brokenLink(this.rows()));
  protected readonly lines = computed(() =>
    this.rows().map((row) => ({
      ...row,
      sentence: sentenceFor(row.action),
      who: this.nameOf(row.actor_id),
      of: this.subjectOf(row),
      hour: exactHour(new Date(row.at)),
      changes: changesOf(row),
    })),
  );

  constructor() {
    void this.load();
    void this.trail.learnSubjects();
    void this.trail.lastWalk().then((walk) => this.walk.set(walk));
  }

  protected narrow(part: Partial<WantedRows>): void {
    this.wanted.update((wanted) => ({ ...wanted, ...part }));
    void this.load();
  }

  protected async load(further = false): Promise<void> {
    const turn = ++this.turn;
    this.loading.set(true);
    this.problem.set(null);
    try {
      const page = await this.trail.page(this.wanted(), further ? this.cursor : null);
      if (turn !== this.turn) return;
      this.rows.update((rows) => (further ? [...rows, ...page.items] : page.items));
      this.cursor = page.next_cursor ?? null;
      this.more.set(this.cursor !== null);
      void this.trail.learn(page.items);
    } catch (error) {
      if (turn === this.turn) this.problem.set(problemOf(error));
    } finally {
      if (turn === this.turn) this.loading.set(false);
    }
  }

  protected nameOf(actor: string | null): string {
    if (!actor) return 'Sin cuenta, o el propio sistema';
    if (actor === this.session.user()?.id) return 'Usted';
    return this.trail.names().get(actor) ?? `Cuenta ${actor.slice(-8)}`;
  }

  /** What was acted on, by its name: a filing's number, a procedure, an area, an account. */
  private subjectOf({ detail }: AuditRead): string {
    if (typeof detail['number'] === 'string') return detail['number'];
    const ids = SUBJECTS.map((name) => detail[name]).filter((id): id is string => typeof id === 'string');
    return ids.map((id) => this.trail.names().get(id)).find(Boolean) ?? '';
  }
}
