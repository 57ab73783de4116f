import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import type { DeadlineRead, Presented, Tracking } from '../api/model';

/** Reads one's own filing right after presenting it: by its key, or by the account that presented it. */
@Injectable({ providedIn: 'root' })
export class ReceiptAccess {
  private readonly http = inject(HttpClient);

  /** The signed PDF. Throws HttpErrorResponse. */
  async pdf(presented: Presented): Promise<Blob> {
    const url = `/api/v1/documents/${presented.id}/receipt`;
    const headers = await this.headers(presented);
    return firstValueFrom(this.http.get(url, { headers, params: { kind: 'presentation' }, responseType: 'blob' }));
  }

  /** How its term is counted. Throws HttpErrorResponse. */
  async deadline(presented: Presented): Promise<DeadlineRead> {
    const url = `/api/v1/documents/${presented.id}/deadline`;
    return firstValueFrom(this.http.get<DeadlineRead>(url, { headers: await this.headers(presented) }));
  }

  private async headers({ number, access_key }: Presented): Promise<Record<string, string>> {
    if (!access_key) return {};
    const { tracking_token } = await firstValueFrom(
      this.http.post<Tracking>('/api/v1/tracking', { number, access_key }),
    );
    return { Authorization: `Bearer ${tracking_token}` };
  }
}
