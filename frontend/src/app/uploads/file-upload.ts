import { computed, signal } from '@angular/core';

import type { UploadRead } from '../api/model';
import { Problem } from '../problems/problem';

/**
 * sending → (waiting for the network → sending) → checking → ready or refused; failed is for what only the person can
 * mend by trying again or choosing the file again.
 */
export type UploadState = 'sending' | 'waiting' | 'checking' | 'ready' | 'refused' | 'failed';

/** What a draft keeps of a file; its bytes lie in the FileShelf under `key`. */
export interface SavedUpload {
  key: string;
  name: string;
  size: number;
  type: string;
  /** Where the server takes the rest of it. */
  url: string | null;
  result: UploadRead | null;
  anonymous?: boolean;
}

/** One file on its way to the server, as signals. `Uploads` moves it. */
export class FileUpload {
  readonly url = signal<string | null>(null);
  readonly state = signal<UploadState>('sending');
  /** Bytes the server has. */
  readonly sent = signal(0);
  readonly result = signal<UploadRead | null>(null);
  readonly problem = signal<Problem | null>(null);

  readonly id = computed(() => this.result()?.upload_id ?? null);
  readonly pages = computed(() => this.result()?.pages ?? null);
  readonly saved = computed<SavedUpload>(() => ({
    key: this.key,
    name: this.name,
    size: this.size,
    type: this.type,
    url: this.url(),
    result: this.result(),
    anonymous: this.anonymous,
  }));

  constructor(
    readonly key: string,
    readonly name: string,
    readonly size: number,
    readonly type: string,
    /** Sent without the session's account: what a tracking token is to use must not belong to one. */
    readonly anonymous = false,
  ) {}

  fail(state: 'refused' | 'failed', problem: Problem): void {
    this.problem.set(problem);
    this.state.set(state);
  }
}
