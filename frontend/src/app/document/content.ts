import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

/** A file's bytes. They come with the session's token, so no plain link or picture can fetch them. */
@Injectable({ providedIn: 'root' })
export class Content {
  private readonly http = inject(HttpClient);

  bytes(url: string): Promise<Blob> {
    return firstValueFrom(this.http.get(url, { responseType: 'blob' }));
  }

  inline(attachmentId: string): Promise<Blob> {
    return this.bytes(`/api/v1/attachments/${attachmentId}/content?disposition=inline`);
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
