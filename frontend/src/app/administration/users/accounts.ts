import { HttpClient, HttpHeaders, HttpParams } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { Role, User } from '../../session/user';

export interface UsersPage {
  items: User[];
  next_cursor?: string | null;
  total?: number | null;
}

export interface Wanted {
  q: string;
  role: Role | '';
  active: '' | 'true' | 'false';
}

export interface NewUser {
  email: string;
  name: string;
  role: Role;
  area_ids: string[];
}

const USERS = '/api/v1/users';

/** Everybody's accounts, for an admin. */
@Injectable({ providedIn: 'root' })
export class Accounts {
  private readonly http = inject(HttpClient);

  page(wanted: Wanted, cursor: string | null): Promise<UsersPage> {
    const chosen = Object.entries({ ...wanted, cursor: cursor ?? '' }).filter(([, value]) => value);
    const params = new HttpParams({ fromObject: { limit: 50, ...Object.fromEntries(chosen) } });
    return firstValueFrom(this.http.get<UsersPage>(USERS, { params }));
  }

  create(body: NewUser): Promise<User> {
    return firstValueFrom(this.http.post<User>(USERS, body));
  }

  /** Throws HttpErrorResponse 412 when the account changed since it was read. */
  change(seen: User, body: Partial<Omit<NewUser, 'email'> & { active: boolean }>): Promise<User> {
    const headers = new HttpHeaders({ 'If-Match': `"${seen.version}"` });
    return firstValueFrom(this.http.patch<User>(`${USERS}/${seen.id}`, body, { headers }));
  }

  async mailLink(user: User): Promise<void> {
    await firstValueFrom(this.http.post(`${USERS}/${user.id}/reset-password`, null));
  }
}
