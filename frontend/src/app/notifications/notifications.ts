import { HttpClient, HttpParams } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { NotificationRead, PageNotificationRead, Preferences } from '../api/model';

const NOTICES = '/api/v1/notifications';

/** What this person was told, and how they want to be told. */
@Injectable({ providedIn: 'root' })
export class Notifications {
  private readonly http = inject(HttpClient);

  page(cursor: string | null, unread: boolean): Promise<PageNotificationRead> {
    const params = new HttpParams({ fromObject: { limit: 30, unread, ...(cursor && { cursor }) } });
    return firstValueFrom(this.http.get<PageNotificationRead>(NOTICES, { params }));
  }

  async read({ id }: NotificationRead): Promise<void> {
    await firstValueFrom(this.http.post(`${NOTICES}/${id}/read`, null));
  }

  async readAll(): Promise<void> {
    await firstValueFrom(this.http.post(`${NOTICES}/read-all`, null));
  }

  prefer(chosen: Preferences): Promise<Preferences> {
    return firstValueFrom(this.http.put<Preferences>(`${NOTICES}/preferences`, chosen));
  }
}
