import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import type { InstitutionRead } from '../api/model';

const KEPT = 'mp-claves-publicas';

/** The institution's public keys: asked of the server, and kept here so that a QR verifies without one. */
@Injectable({ providedIn: 'root' })
export class InstitutionKeys {
  private readonly http = inject(HttpClient);

  /** By key id, raw in base64url. Null when there is no server and none were kept. */
  async known(): Promise<Record<string, string> | null> {
    try {
      const { verify_key } = await firstValueFrom(this.http.get<InstitutionRead>('/api/v1/institution'));
      keep(verify_key.keys);
      return verify_key.keys;
    } catch {
      return kept();
    }
  }
}

function keep(keys: Record<string, string>): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(keys));
  } catch {
    // Without storage it verifies only with a server.
  }
}

function kept(): Record<string, string> | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Record<string, string> | null;
  } catch {
    return null;
  }
}
