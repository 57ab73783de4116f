import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import type { Present, Presented } from '../api/model';
import { Connection } from '../problems/connection';
import { Problem, problemOf } from '../problems/problem';
import { DraftStore } from './draft-store';

const ATTEMPTS = 4;
const PAUSE_MS = 1500;

/** Sends the filing once, however often it must be tried. */
@Injectable()
export class Sending {
  private readonly http = inject(HttpClient);
  private readonly connection = inject(Connection);
  private readonly store = inject(DraftStore);

  readonly busy = signal(false);
  readonly problem = signal<Problem | null>(null);

  /**
   * Presents `filing`, or again what was sent before without an answer: with its key the server files it once and
   * repeats its first answer. Null when it could not be, with `problem` saying why.
   */
  async send(filing: Present): Promise<Presented | null> {
    this.busy.set(true);
    this.problem.set(null);
    this.store.pending.update((sent) => sent ?? filing);
    try {
      return await this.untilAnswered(this.store.pending() ?? filing);
    } catch (error) {
      const problem = problemOf(error);
      if (!uncertain(problem)) {
        // Refused for good: nothing was filed, and the corrected filing is another one.
        this.store.pending.set(null);
        this.store.idempotencyKey.set(crypto.randomUUID());
      }
      this.problem.set(problem);
      return null;
    } finally {
      this.busy.set(false);
    }
  }

  private async untilAnswered(filing: Present): Promise<Presented> {
    const headers = { 'Idempotency-Key': this.store.idempotencyKey() };
    for (let attempt = 1; ; attempt++) {
      try {
        return await firstValueFrom(this.http.post<Presented>('/api/v1/documents', filing, { headers }));
      } catch (error) {
        if (attempt >= ATTEMPTS || !uncertain(problemOf(error))) throw error;
        await this.connection.returned();
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
      }
    }
  }
}

/** Whether the filing may have been taken, or may be later, although the answer did not say so. */
function uncertain({ status }: Problem): boolean {
  return status <= 0 || status >= 500 || status === 409 || status === 429;
}
