import { Component, computed, DestroyRef, effect, inject, resource, signal } from '@angular/core';

import { ClosureRead } from '../../api/model';
import { Keys } from '../../desk/keys';
import { Said } from '../../desk/said';
import { Institution } from '../../institution/institution';
import { LongDay } from '../../ui/dates';
import { posting } from '../../ui/posting';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { ClosedDays } from './calendar';
import { ClosureDialog } from './closure-dialog';
import { ClosureList } from './closure-list';
import { TakeBackDialog } from './take-back-dialog';

const LOOK_AGAIN_MS = 3000;

/** The days on which the institution does not work, besides weekends and national holidays. */
@Component({
  selector: 'mp-calendar-page',
  imports: [ClosureDialog, ClosureList, ProblemBanner, Skeleton, TakeBackDialog],
  styleUrl: '../list.css',
  template: `
    <div class="page">
      <header>
        <h1>Calendario</h1>
        <button type="button" class="button" [disabled]="!today()" (click)="declaring.set(true)">
          Declarar día no laborable <kbd aria-hidden="true">N</kbd>
        </button>
      </header>
      <p class="soft">
        Sábados, domingos y feriados nacionales ya no cuentan. Aquí van los demás días en que su institución no trabaja.
      </p>
      @if (read.error(); as failure) {
        <mp-problem-banner [problem]="failure" (retry)="read.reload()" />
      } @else if (facts.error(); as failure) {
        <mp-problem-banner [problem]="failure" (retry)="facts.reload()" />
      } @else if (!read.hasValue() || !today()) {
        <mp-skeleton lines="6" />
      } @else {
        @if (toCome().length) {
          <mp-closure-list [closures]="toCome()" [today]="today()!" (takeBack)="taking.set($event)" />
        } @else {
          <p class="empty">Ningún día no laborable declarado de hoy en adelante.</p>
        }
        @if (past().length) {
          <details>
            <summary>Días anteriores</summary>
            <mp-closure-list [closures]="past()" [today]="today()!" />
          </details>
        }
      }
    </div>
    @if (today(); as day) {
      <mp-closure-dialog
        [open]="declaring()"
        [today]="day"
        (closed)="declaring.set(false)"
        (declared)="declared($event)"
      />
    }
    <mp-take-back-dialog
      [closure]="taking()"
      [busy]="post.busy()"
      [problem]="post.problem()"
      (closed)="keep()"
      (sent)="takeBack($event)"
    />
  `,
})
export default class CalendarPage {
  private readonly days = inject(ClosedDays);
  private readonly said = inject(Said);
  private readonly institution = inject(Institution);

  protected readonly facts = this.institution.facts;
  protected readonly read = resource({ loader: () => this.days.all() });
  protected readonly today = computed(() => this.institution.known()?.today.date ?? null);
  protected readonly toCome = computed(() => this.closures().filter(({ date }) => date >= (this.today() ?? '')));
  protected readonly past = computed(() =>
    this.closures()
      .filter(({ date }) => date < (this.today() ?? ''))
      .reverse(),
  );
  protected readonly declaring = signal(false);
  protected readonly taking = signal<ClosureRead | null>(null);
  protected readonly post = posting();
  private readonly closures = computed(() => (this.read.hasValue() ? this.read.value() : []));

  constructor() {
    inject(Keys).during(inject(DestroyRef), [
      {
        title: 'Declarar un día no laborable',
        group: 'En la lista',
        keys: ['n'],
        enabled: () => this.today() !== null,
        run: () => this.declaring.set(true),
      },
    ]);
    // The worker counts the filings again within seconds: until then one waits to see it.
    effect((onCleanup) => {
      if (this.closures().every(({ applied }) => applied)) return;
      const timer = setTimeout(() => this.read.reload(), LOOK_AGAIN_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected declared({ date }: ClosureRead): void {
    this.declaring.set(false);
    this.said.say(`Declarado: ${new LongDay().transform(date)} no es laborable. Los plazos se vuelven a contar.`);
    this.read.reload();
  }

  protected keep(): void {
    this.post.problem.set(null);
    this.taking.set(null);
  }

  protected async takeBack(closure: ClosureRead): Promise<void> {
    if (!(await this.post.run(() => this.days.takeBack(closure)))) return;
    this.taking.set(null);
    this.said.say(`El ${new LongDay().transform(closure.date)} vuelve a ser laborable.`);
    this.read.reload();
  }
}
