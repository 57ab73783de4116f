import { Component, computed, inject } from '@angular/core';
import { Router, RouterLink, RouterOutlet } from '@angular/router';

import { Institution } from '../institution/institution';
import { Connection } from '../problems/connection';
import { Session } from '../session/session';
import { Masthead } from './masthead';
import { Theme } from './theme';

@Component({
  selector: 'mp-public-shell',
  imports: [RouterLink, RouterOutlet],
  templateUrl: './public-shell.html',
  styleUrl: './public-shell.css',
})
export class PublicShell {
  protected readonly router = inject(Router);
  protected readonly institution = inject(Institution);
  protected readonly masthead = inject(Masthead);
  protected readonly session = inject(Session);
  protected readonly theme = inject(Theme);
  protected readonly online = inject(Connection).online;
  protected readonly otherTone = computed(() => (this.theme.tone() === 'dark' ? 'claro' : 'oscuro'));

  protected readonly accountLink = computed(() => (this.session.isStaff() ? '/mesa' : '/mis-tramites'));
}
