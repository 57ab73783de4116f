import { DOCUMENT } from '@angular/common';
import { inject, Injectable, signal } from '@angular/core';
import { Subject } from 'rxjs';

import { Counters } from '../api/model';
import { Session } from '../session/session';

export interface LiveEvent {
  /** `resync`: something may have been missed, read afresh. */
  type: 'notification' | 'document_changed' | 'counters' | 'resync';
  document_id?: string;
  counters?: Counters;
}

const UNAUTHORIZED = 4401;
const POLL_MS = 15_000;
const LONGEST_WAIT_MS = 30_000;

/** What other people do, as it happens: by the socket, or every quarter of a minute while there is none. */
@Injectable({ providedIn: 'root' })
export class Live {
  private readonly session = inject(Session);
  private readonly window = inject(DOCUMENT).defaultView!;
  private socket: WebSocket | null = null;
  private timer = 0;
  private poll = 0;
  private failures = 0;
  private wanted = false;

  readonly events = new Subject<LiveEvent>();
  readonly connected = signal(false);

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.poll = this.window.setInterval(() => {
      if (!this.connected() && this.window.navigator.onLine) this.events.next({ type: 'resync' });
    }, POLL_MS);
    this.window.addEventListener('online', this.atOnce);
    void this.connect();
  }

  stop(): void {
    this.wanted = false;
    this.window.clearInterval(this.poll);
    this.window.clearTimeout(this.timer);
    this.window.removeEventListener('online', this.atOnce);
    this.socket?.close();
    this.socket = null;
    this.connected.set(false);
  }

  private readonly atOnce = () => {
    if (this.connected()) return;
    this.failures = 0;
    this.window.clearTimeout(this.timer);
    void this.connect();
  };

  private async connect(): Promise<void> {
    const token = await this.session.token();
    if (!this.wanted) return;
    // Signed in and yet without a token: the server was away when a new one was due.
    if (!token) return this.session.user() ? this.later() : undefined;
    this.socket?.close();
    const { protocol, host } = this.window.location;
    const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/notifications`);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: 'authenticate', token }));
    socket.onmessage = ({ data }) => this.heard(JSON.parse(String(data)));
    socket.onclose = ({ code }) => {
      if (socket === this.socket) void this.closed(code);
    };
  }

  private heard(message: LiveEvent | { type: 'ready' }): void {
    if (message.type !== 'ready') return this.events.next(message);
    const returning = this.failures > 0;
    this.failures = 0;
    this.connected.set(true);
    if (returning) this.events.next({ type: 'resync' });
  }

  private async closed(code: number): Promise<void> {
    this.connected.set(false);
    if (!this.wanted) return;
    // The token was refused or its session ended: a new one, or the end.
    if (code === UNAUTHORIZED && !(await this.session.refresh()) && !this.session.user()) return;
    this.later();
  }

  private later(): void {
    this.window.clearTimeout(this.timer);
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.failures++) * (0.75 + Math.random() / 2);
    this.timer = this.window.setTimeout(() => void this.connect(), wait);
  }
}
