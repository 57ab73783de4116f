import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { User } from '../session/user';

/** A browser in which this person is signed in. */
export interface OpenSession {
  id: string;
  created_at: string;
  last_used_at: string;
  user_agent: string;
  current: boolean;
}

const ME = '/api/v1/users/me';

/** The signed-in person's own account. */
@Injectable({ providedIn: 'root' })
export class Account {
  private readonly http = inject(HttpClient);

  change(part: { name?: string; phone?: string | null }): Promise<User> {
    return firstValueFrom(this.http.patch<User>(ME, part));
  }

  async password(current_password: string, new_password: string): Promise<void> {
    await firstValueFrom(this.http.post(`${ME}/password`, { current_password, new_password }));
  }

  async end(session: OpenSession): Promise<void> {
    await firstValueFrom(this.http.delete(`${ME}/sessions/${session.id}`));
  }
}
