import { HttpClient, HttpHeaders } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { DocumentRead, Forward, MovementRead, Observe, Receive, Route, Void } from '../api/model';

/** What each act sends. */
export interface Bodies {
  claim: Record<string, never>;
  release: Record<string, never>;
  receive: Receive;
  observe: Observe;
  route: Route;
  forward: Forward;
  void: Void;
}
export type Verb = keyof Bodies;

const DOCUMENTS = '/api/v1/documents';

/** The acts on one filing, each upon the version that was seen. */
@Injectable({ providedIn: 'root' })
export class Acts {
  private readonly http = inject(HttpClient);

  /** Answers the filing after the act. Throws HttpErrorResponse: 412 when it changed since it was read, 409 when it may not. */
  perform<V extends Verb>(verb: V, seen: DocumentRead, body: Bodies[V]): Promise<DocumentRead> {
    const headers = new HttpHeaders({ 'If-Match': `"${seen.version}"` });
    return firstValueFrom(this.http.post<DocumentRead>(`${DOCUMENTS}/${seen.id}/${verb}`, body, { headers }));
  }

  read(id: string): Promise<DocumentRead> {
    return firstValueFrom(this.http.get<DocumentRead>(`${DOCUMENTS}/${id}`));
  }

  /** What happened between two versions: every act makes one version and one movement. */
  async between(seen: DocumentRead, now: DocumentRead): Promise<MovementRead[]> {
    const movements = await firstValueFrom(this.http.get<MovementRead[]>(`${DOCUMENTS}/${seen.id}/movements`));
    return movements.slice(-Math.max(0, now.version - seen.version) || movements.length);
  }
}
