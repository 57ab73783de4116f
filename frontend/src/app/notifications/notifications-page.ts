import { Component, DestroyRef, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';

import { NotificationRead } from '../api/model';
import { Live } from '../desk/live';
import { Notices } from '../desk/notices';
import { Problem, problemOf } from '../problems/problem';
import { Moment } from '../ui/dates';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { Notifications } from './notifications';
import { PreferencesForm } from './preferences-form';

/** What happened that concerns this person, newest first. */
@Component({
  selector: 'mp-notifications-page',
  imports: [Moment, PreferencesForm, ProblemBanner, RouterLink, Skeleton],
  templateUrl: './notifications-page.html',
  styleUrl: './notifications-page.css',
})
export default class NotificationsPage {
  private readonly notifications = inject(Notifications);
  private cursor: string | null = null;
  protected readonly notices = inject(Notices);

  protected readonly items = signal<NotificationRead[]>([]);
  protected readonly onlyUnread = signal(false);
  protected readonly loading = signal(true);
  protected readonly more = signal(false);
  protected readonly problem = signal<Problem | null>(null);

  constructor() {
    void this.load();
    const live = inject(Live).events.subscribe(({ type }) => {
      if (type === 'notification') void this.load();
    });
    inject(DestroyRef).onDestroy(() => live.unsubscribe());
  }

  /** From the top, or the older ones below. */
  protected async load(further = false): Promise<void> {
    this.loading.set(true);
    this.problem.set(null);
    try {
      const page = await this.notifications.page(further ? this.cursor : null, this.onlyUnread());
      this.items.update((items) => (further ? [...items, ...page.items] : page.items));
      this.cursor = page.next_cursor ?? null;
      this.more.set(this.cursor !== null);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.loading.set(false);
    }
  }

  protected toggleUnread(): void {
    this.onlyUnread.update((on) => !on);
    void this.load();
  }

  protected async read(item: NotificationRead): Promise<void> {
    if (item.read_at) return;
    await this.change(() => this.notifications.read(item));
    const read_at = new Date().toISOString();
    this.items.update((items) => items.map((each) => (each.id === item.id ? { ...each, read_at } : each)));
  }

  protected async readAll(): Promise<void> {
    await this.change(() => this.notifications.readAll());
    await this.load();
  }

  private async change(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.problem.set(problemOf(error));
    }
    await this.notices.count();
  }
}
