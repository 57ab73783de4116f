import { HttpClient } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { SetupItem, SetupRead } from '../api/model';
import { Problem, problemOf } from '../problems/problem';

/** How far the first day of this installation has come, for its administrator. */
@Injectable({ providedIn: 'root' })
export class Setup {
  private readonly http = inject(HttpClient);

  /** Null until it was read. */
  readonly items = signal<SetupItem[] | null>(null);
  readonly problem = signal<Problem | null>(null);
  readonly left = computed(() => this.items()?.filter(({ done }) => !done).length ?? 0);

  /** Looks how things stand now. Never throws: what failed is in `problem`. */
  async look(): Promise<void> {
    this.problem.set(null);
    try {
      this.items.set((await firstValueFrom(this.http.get<SetupRead>('/api/v1/setup'))).items);
    } catch (failure) {
      this.problem.set(problemOf(failure));
    }
  }

  /** Looks again after something was saved, while a step is left. */
  saved(): void {
    if (this.left() > 0) void this.look();
  }

  /** Whether every step is known to be done. */
  finished(): boolean {
    return this.items() !== null && this.left() === 0;
  }
}
