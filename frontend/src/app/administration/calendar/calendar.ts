import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { ClosureBody, ClosureRead, ImpactRead } from '../../api/model';
import { everything } from '../everything';

const CLOSURES = '/api/v1/calendar/closures';

/** The days on which the institution does not work. Every call throws HttpErrorResponse when it fails. */
@Injectable({ providedIn: 'root' })
export class ClosedDays {
  private readonly http = inject(HttpClient);

  all(): Promise<ClosureRead[]> {
    return everything(this.http, CLOSURES);
  }

  /** Which filings would move. Changes nothing. */
  impact(body: ClosureBody): Promise<ImpactRead> {
    return firstValueFrom(this.http.post<ImpactRead>(`${CLOSURES}/impact`, body));
  }

  add(body: ClosureBody): Promise<ClosureRead> {
    return firstValueFrom(this.http.post<ClosureRead>(CLOSURES, body));
  }

  async takeBack({ id }: ClosureRead): Promise<void> {
    await firstValueFrom(this.http.delete(`${CLOSURES}/${id}`));
  }
}
