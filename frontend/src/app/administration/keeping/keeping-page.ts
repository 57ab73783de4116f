import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, linkedSignal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { KeepingRead } from '../../api/model';
import { Session } from '../../session/session';
import { posting } from '../../ui/posting';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { StateMark } from '../../ui/state-mark';
import { Part } from '../part';
import { FindingsTable } from './findings-table';
import { RunsTable } from './runs-table';
import { Kind } from './standing';
import { StandingOfPart } from './standing-of-part';

const KEEPING = '/api/v1/keeping';
const LOOK_AGAIN_MS = 2000;

/** Whether the system could be had back, and whether every file is as it came. */
@Component({
  selector: 'mp-keeping-page',
  imports: [FindingsTable, Part, ProblemBanner, RunsTable, Skeleton, StandingOfPart, StateMark],
  styleUrls: ['../form-page.css', './keeping-page.css'],
  templateUrl: './keeping-page.html',
})
export default class KeepingPage {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);

  protected readonly read = httpResource<KeepingRead>(() => KEEPING);
  /** What was last known: a server that is away for a moment takes nothing from the page. */
  protected readonly known = linkedSignal<KeepingRead | null, KeepingRead | null>({
    source: () => (this.read.hasValue() ? this.read.value() : null),
    computation: (now, before) => now ?? before?.value ?? null,
  });
  protected readonly now = computed(() => {
    this.known();
    return new Date();
  });
  protected readonly mayAsk = computed(() => this.session.role() === 'admin');
  protected readonly post = posting();
  protected readonly faults = computed(() => this.known()?.drill.results.some(({ ok }) => !ok) ?? false);

  constructor() {
    effect((onCleanup) => {
      const known = this.known();
      const waits = known && (known.backup.running || known.drill.running || known.storage_check.running);
      if (!waits || this.read.isLoading()) return;
      const timer = setTimeout(() => this.read.reload(), LOOK_AGAIN_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected async ask(kind: Kind): Promise<void> {
    await this.post.run(() => firstValueFrom(this.http.post(`${KEEPING}/${kind}`, null)));
    // Refused too: somebody else may have asked for it a moment ago.
    this.read.reload();
  }
}
