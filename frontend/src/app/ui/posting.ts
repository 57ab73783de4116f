import { HttpClient } from '@angular/common/http';
import { inject, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { Problem, problemOf } from '../problems/problem';

interface Invalid {
  markAsTouched(): void;
  errorSummary(): readonly { fieldTree(): { focusBoundControl(): void } }[];
}

/** A form on its way: whether it is, and what came back wrong. Call it where injecting is allowed. */
export function posting() {
  const http = inject(HttpClient);
  const busy = signal(false);
  const problem = signal<Problem | null>(null);

  /** Runs `act` unless it runs already; true when it ended well. */
  async function run(act: () => Promise<unknown>): Promise<boolean> {
    if (busy()) return false;
    busy.set(true);
    problem.set(null);
    try {
      await act();
      return true;
    } catch (failure) {
      problem.set(problemOf(failure));
      return false;
    } finally {
      busy.set(false);
    }
  }

  const send = (path: string, body: unknown) => run(() => firstValueFrom(http.post(path, body)));
  return { busy, problem, run, send };
}

/** Shows what is missing and goes to its first field; true when nothing is. */
export function complete(form: () => Invalid): boolean {
  form().markAsTouched();
  const [error] = form().errorSummary();
  error?.fieldTree().focusBoundControl();
  return !error;
}
