import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { DetailedError, Upload } from 'tus-js-client';

import type { UploadRead } from '../api/model';
import { Connection } from '../problems/connection';
import { fromBody, problemOf } from '../problems/problem';
import { Session } from '../session/session';
import { FileShelf } from './file-shelf';
import { FileUpload, SavedUpload } from './file-upload';
import { FileLimits, LOST, refusalOf } from './refusals';

const ENDPOINT = '/api/v1/uploads';
const CHUNK_BYTES = 1_000_000;
const LONGEST_PAUSE_MS = 8000;
const INSPECTION_PAUSE_MS = 700;

/** Sends files so that neither a cut nor a reload loses what the server already has. */
@Injectable({ providedIn: 'root' })
export class Uploads {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly shelf = inject(FileShelf);
  private readonly connection = inject(Connection);
  private readonly running = new Map<string, Upload>();
  /** Files met since the page was loaded: a draft that is opened again finds them still moving. */
  private readonly known = new Map<string, FileUpload>();

  /** Begins to send `file`, unless it is plainly one that would be refused. */
  begin(file: File, limits: FileLimits, anonymous = false): FileUpload {
    const upload = new FileUpload(crypto.randomUUID(), file.name, file.size, file.type, anonymous);
    this.known.set(upload.key, upload);
    const refusal = refusalOf(file, limits);
    if (refusal) {
      upload.fail('refused', refusal);
    } else {
      void this.shelf.put(upload.key, file);
      this.send(upload, file);
    }
    return upload;
  }

  /** Goes on with a file of a draft, from where the server has it. */
  resume(saved: SavedUpload): FileUpload {
    const met = this.known.get(saved.key);
    if (met) return met;
    const upload = new FileUpload(saved.key, saved.name, saved.size, saved.type, saved.anonymous);
    this.known.set(upload.key, upload);
    upload.url.set(saved.url);
    if (saved.result && Date.parse(saved.result.expires_at) > Date.now()) {
      upload.result.set(saved.result);
      upload.sent.set(saved.size);
      upload.state.set('ready');
    } else {
      void this.again(upload, saved.result !== null);
    }
    return upload;
  }

  /** Sends once more what failed, or what the server no longer has. */
  async again(upload: FileUpload, fromTheStart = false): Promise<void> {
    if (fromTheStart) upload.url.set(null);
    upload.result.set(null);
    upload.problem.set(null);
    upload.state.set('sending');
    const contents = await this.shelf.get(upload.key);
    if (contents) this.send(upload, contents);
    else upload.fail('failed', LOST);
  }

  /** Stops, and forgets the file here and on the server. */
  async abandon(upload: FileUpload): Promise<void> {
    await this.running.get(upload.key)?.abort();
    await this.forget(upload);
    const url = upload.url();
    if (url) {
      const headers = { 'Tus-Resumable': '1.0.0' };
      // The sweep removes what this call could not.
      await firstValueFrom(this.http.delete(pathOf(url), { headers })).catch(() => undefined);
    }
  }

  /** Forgets the file here; the server keeps what it has. */
  async forget(upload: FileUpload): Promise<void> {
    this.running.delete(upload.key);
    this.known.delete(upload.key);
    await this.shelf.remove(upload.key);
  }

  contents(upload: FileUpload): Promise<Blob | null> {
    return this.shelf.get(upload.key);
  }

  private send(upload: FileUpload, contents: Blob): void {
    let failures = 0;
    const transfer = new Upload(contents, {
      endpoint: ENDPOINT,
      uploadUrl: upload.url(),
      chunkSize: CHUNK_BYTES,
      metadata: { filename: upload.name },
      retryDelays: null,
      storeFingerprintForResuming: false,
      onBeforeRequest: (request) => (upload.anonymous ? undefined : this.authorize(request)),
      onUploadUrlAvailable: () => upload.url.set(transfer.url),
      onProgress: (sent) => {
        failures = 0;
        upload.state.set('sending');
        upload.sent.set(sent);
      },
      onError: (error) => this.afterError(upload, transfer, error, ++failures),
      onSuccess: () => void this.inspect(upload),
    });
    this.running.set(upload.key, transfer);
    transfer.start();
  }

  private async authorize(request: { setHeader(name: string, value: string): void }): Promise<void> {
    const token = await this.session.token();
    if (token) request.setHeader('Authorization', `Bearer ${token}`);
  }

  private async afterError(upload: FileUpload, transfer: Upload, error: Error, failures: number): Promise<void> {
    const answer = error instanceof DetailedError ? error.originalResponse : null;
    const status = answer?.getStatus() ?? 0;
    if (answer && status >= 400 && status < 500 && status !== 409 && status !== 423 && status !== 429) {
      const refused = status === 413 || status === 422;
      upload.fail(refused ? 'refused' : 'failed', fromBody(answer.getBody(), status));
      return;
    }
    upload.state.set('waiting');
    await this.connection.returned();
    await pause(Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS));
    if (this.running.get(upload.key) === transfer) transfer.start();
  }

  private async inspect(upload: FileUpload): Promise<void> {
    upload.sent.set(upload.size);
    upload.state.set('checking');
    const path = `${pathOf(upload.url() ?? '')}/inspection`;
    for (let failures = 0; this.running.has(upload.key);) {
      try {
        const answer = await firstValueFrom(this.http.get<UploadRead | null>(path, { observe: 'response' }));
        if (answer.status === 200 && answer.body) return this.settle(upload, answer.body);
      } catch (error) {
        const problem = problemOf(error);
        if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
          return upload.fail('refused', problem);
        }
        await this.connection.returned();
        if (++failures > 20) return upload.fail('failed', problem);
      }
      await pause(Math.min(INSPECTION_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS));
    }
  }

  private settle(upload: FileUpload, result: UploadRead): void {
    this.running.delete(upload.key);
    upload.result.set(result);
    upload.state.set('ready');
  }
}

function pathOf(url: string): string {
  return new URL(url, location.origin).pathname;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
