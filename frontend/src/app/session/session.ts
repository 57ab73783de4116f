import { HttpClient, HttpContext, HttpContextToken, HttpErrorResponse, HttpParams } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { cutOff, exchanging, hint, hinted } from './refresh-mark';
import { User } from './user';

/** Set on calls that must go without the session's token: signing in, refreshing, or a token of their own. */
export const WITHOUT_SESSION = new HttpContextToken(() => false);

interface SignedIn {
  access_token: string;
  expires_in: number;
  user: User;
}

const AUTH = '/api/v1/auth';
const EARLY_SECONDS = 20;
const UNTIL_IT_ARRIVES_MS = 900;

/** Who is signed in. The access token lives in memory alone; a reload gets a new one by the cookie. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly http = inject(HttpClient);
  private readonly signedIn = signal<(SignedIn & { until: number }) | null>(null);
  private refreshing: Promise<boolean> | null = null;

  readonly user = computed(() => this.signedIn()?.user ?? null);
  readonly role = computed(() => this.user()?.role ?? null);
  readonly isStaff = computed(() => this.role() !== null && this.role() !== 'citizen');
  /** True after a session ended by itself, until the next sign-in: pages say so instead of failing mutely. */
  readonly ended = signal(false);

  constructor() {
    if (hinted()) void this.refresh();
  }

  /** Signs in. Throws HttpErrorResponse: 401 `otp_required` asks for the second factor, any other 401 is a wrong pair. */
  async signIn(username: string, password: string, otp?: string): Promise<User> {
    const form = new HttpParams({ fromObject: { username, password, ...(otp ? { otp } : {}) } });
    return this.keep(await firstValueFrom(this.http.post<SignedIn>(`${AUTH}/login`, form, options())));
  }

  /** Ends the session here and on the server; without a network it still ends here. */
  async signOut(): Promise<void> {
    this.forget();
    await firstValueFrom(this.http.post(`${AUTH}/logout`, null, options())).catch(() => undefined);
  }

  /** A token good for the next seconds, or null without a session. */
  async token(): Promise<string | null> {
    if (this.refreshing) await this.refreshing;
    const now = this.signedIn();
    if (!now) return null;
    if (now.until > Date.now() || (await this.refresh())) return this.signedIn()?.access_token ?? null;
    return null;
  }

  /** Waits for what the cookie says after a reload; true when somebody is signed in. */
  async restored(): Promise<boolean> {
    if (this.refreshing) await this.refreshing;
    return this.signedIn() !== null;
  }

  /** Gets a new token by the cookie. One request at a time, also between tabs: the cookie changes with each. */
  refresh(): Promise<boolean> {
    this.refreshing ??= acrossTabs(() => this.askAgain()).finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  /** The user's own data after they changed it. */
  update(user: User): void {
    this.signedIn.update((now) => (now ? { ...now, user } : null));
  }

  private async askAgain(): Promise<boolean> {
    const cut = cutOff();
    exchanging(true);
    try {
      this.keep(await this.exchange(cut ? 2 : 0));
      exchanging(false);
      return true;
    } catch (error) {
      // Without an answer nothing is known: the person stays signed in and the next call tries again.
      if (!refused(error)) return false;
      exchanging(false);
      this.ended.set(this.signedIn() !== null);
      this.forget();
      return false;
    }
  }

  /** `tries` more when the page before this one was left during an exchange: its cookie arrives a moment later. */
  private async exchange(tries: number): Promise<SignedIn> {
    try {
      // It outlives the page, so that the cookie of an exchange that the server has made is not lost with a reload.
      return await firstValueFrom(this.http.post<SignedIn>(`${AUTH}/refresh`, null, { ...options(), keepalive: true }));
    } catch (error) {
      if (!tries || !refused(error)) throw error;
      await new Promise((settle) => setTimeout(settle, UNTIL_IT_ARRIVES_MS));
      return this.exchange(tries - 1);
    }
  }

  private keep(answer: SignedIn): User {
    this.signedIn.set({ ...answer, until: Date.now() + (answer.expires_in - EARLY_SECONDS) * 1000 });
    this.ended.set(false);
    hint(true);
    return answer.user;
  }

  private forget(): void {
    this.signedIn.set(null);
    hint(false);
  }
}

function options() {
  return { context: new HttpContext().set(WITHOUT_SESSION, true), withCredentials: true };
}

function acrossTabs<T>(act: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request('mp-refresh', act) : act();
}

function refused(error: unknown): boolean {
  return error instanceof HttpErrorResponse && [401, 403].includes(error.status);
}
