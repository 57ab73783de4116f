import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { readMeResource } from '../api/users/users.resource';
import { Session } from '../session/session';
import { TwoStep } from '../session/two-step';
import { IDENTITY_NAMES } from '../ui/identity';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { ChangePassword } from './change-password';
import { OwnData } from './own-data';
import { Preferences } from './preferences';
import { Sessions } from './sessions';

/** One's own account: data, password, where it is open, how one is told. */
@Component({
  selector: 'mp-account-page',
  imports: [ChangePassword, Line, OwnData, Preferences, ProblemBanner, RouterLink, Sessions, Skeleton, TwoStep],
  templateUrl: './account-page.html',
})
export default class AccountPage {
  private readonly router = inject(Router);
  protected readonly session = inject(Session);

  protected readonly me = readMeResource();
  protected readonly identity = computed(() => {
    const me = this.me.hasValue() ? this.me.value() : null;
    if (!me?.identity_type) return null;
    return `${(IDENTITY_NAMES as Record<string, string>)[me.identity_type] ?? me.identity_type} ${me.identity_number}`;
  });
  protected readonly leaving = signal(false);

  protected async signOut(): Promise<void> {
    this.leaving.set(true);
    await this.session.signOut();
    await this.router.navigate(['/']);
  }
}
