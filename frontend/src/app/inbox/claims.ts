import { HttpClient, HttpHeaders } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { DocumentRead, StaffRow } from '../api/model';
import { Problem, problemOf } from '../problems/problem';

/** Takes filings in hand from the list. */
@Injectable({ providedIn: 'root' })
export class Claims {
  private readonly http = inject(HttpClient);

  /** Takes each of `rows`; answers those that somebody else had just taken or changed, with why. */
  async take(rows: StaffRow[]): Promise<{ row: StaffRow; problem: Problem }[]> {
    const refused = [];
    for (const row of rows) {
      const headers = new HttpHeaders({ 'If-Match': `"${row.version}"` });
      const call = this.http.post<DocumentRead>(`/api/v1/documents/${row.id}/claim`, {}, { headers });
      try {
        await firstValueFrom(call);
      } catch (error) {
        refused.push({ row, problem: problemOf(error) });
      }
    }
    return refused;
  }
}
