import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import type { PublicDocument } from '../api/model';
import { Problem, problemOf } from '../problems/problem';
import { Dialog } from '../ui/dialog';
import { Control, Field } from '../ui/field';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { FilingAccess, headersOf, pathOf } from './filing-access';
import { mayWithdraw } from './words';

/** Gives up the request, after saying what that means. */
@Component({
  selector: 'mp-withdrawal',
  imports: [Control, Dialog, Field, Line, ProblemBanner],
  templateUrl: './withdrawal.html',
})
export class Withdrawal {
  private readonly http = inject(HttpClient);

  readonly filing = input.required<PublicDocument>();
  readonly access = input.required<FilingAccess>();
  readonly withdrawn = output<void>();
  /** It was not as shown any more: shown anew, the person decides again. */
  readonly changed = output<void>();
  readonly lost = output<void>();

  protected readonly possible = computed(() => mayWithdraw(this.filing()));
  protected readonly asking = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);

  protected ask(): void {
    this.problem.set(null);
    this.asking.set(true);
  }

  protected async withdraw(reason: string): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    const headers = { ...headersOf(this.access()), 'If-Match': `"${this.filing().version}"` };
    const body = { reason: reason.trim() || null };
    try {
      await firstValueFrom(this.http.post(`${pathOf(this.access())}/withdraw`, body, { headers }));
      this.asking.set(false);
      this.withdrawn.emit();
    } catch (failure) {
      this.refused(problemOf(failure));
    } finally {
      this.busy.set(false);
    }
  }

  private refused(problem: Problem): void {
    if (problem.status === 401) return this.lost.emit();
    this.problem.set(problem);
    if (problem.status === 409 || problem.status === 412) this.changed.emit();
  }
}
