import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

const KEPT = 6;

/** A file's bytes. They come with the session's token, so no plain link or picture can fetch them. */
@Injectable({ providedIn: 'root' })
export class Content {
  private readonly http = inject(HttpClient);
  /** Originals never change: the viewer and its strip fetch each once, and the trail holds one look. */
  private readonly lately = new Map<string, Promise<Blob>>();

  bytes(url: string): Promise<Blob> {
    return firstValueFrom(this.http.get(url, { responseType: 'blob' }));
  }

  inline(attachmentId: string): Promise<Blob> {
    const known = this.lately.get(attachmentId);
    if (known) return known;
    const asked = this.bytes(`/api/v1/attachments/${attachmentId}/content?disposition=inline`);
    this.lately.set(attachmentId, asked);
    asked.catch(() => this.lately.delete(attachmentId));
    const [oldest] = this.lately.keys();
    if (this.lately.size > KEPT) this.lately.delete(oldest);
    return asked;
  }

  /** Saves a file of ours on this device. */
  async save(url: string, filename: string): Promise<void> {
    const address = URL.createObjectURL(await this.bytes(url));
    const link = document.createElement('a');
    link.href = address;
    link.download = filename;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}
