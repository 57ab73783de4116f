import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { Component, inject, input, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { fromBody, Problem, problemOf, sentenceOf } from '../problems/problem';

/** A file that only its reader may have, so that no plain link can bring it. */
export interface PrivateFile {
  label: string;
  path: string;
  filename: string;
  /** Authorization, when it is not the session's. */
  headers: Record<string, string>;
}

/** Brings a private file and hands it to the browser; says so while it does, and what went wrong. */
@Component({
  selector: 'mp-download',
  template: `
    <button type="button" [class]="look()" [attr.aria-disabled]="busy()" (click)="bring()">
      {{ busy() ? 'Descargando…' : file().label }}
      @if (purpose()) {
        <span class="unseen"> {{ purpose() }}</span>
      }
    </button>
    <span role="alert">
      @if (problem(); as why) {
        <span class="late small">{{ sentence(why) }}</span>
      }
    </span>
  `,
})
export class Download {
  private readonly http = inject(HttpClient);

  readonly file = input.required<PrivateFile>();
  readonly look = input('link');
  /** Says which file, when the label alone does not. */
  readonly purpose = input('');

  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly sentence = sentenceOf;

  protected async bring(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const { path, headers, filename } = this.file();
      save(await firstValueFrom(this.http.get(path, { headers, responseType: 'blob' })), filename);
    } catch (error) {
      this.problem.set(await problemIn(error));
    } finally {
      this.busy.set(false);
    }
  }
}

/** A blob's request has its problem in a blob too. */
async function problemIn(error: unknown): Promise<Problem> {
  const body = error instanceof HttpErrorResponse ? (error.error as unknown) : null;
  if (!(error instanceof HttpErrorResponse) || !(body instanceof Blob)) return problemOf(error);
  return fromBody(await body.text(), error.status, error.headers.get('Retry-After'));
}

function save(contents: Blob, filename: string): void {
  const address = URL.createObjectURL(contents);
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
