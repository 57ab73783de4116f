import { Component, computed, DestroyRef, effect, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterOutlet } from '@angular/router';
import { filter, map, startWith } from 'rxjs';

import { Connection } from '../problems/connection';
import { Session } from '../session/session';
import { Theme } from '../shell/theme';
import { CommandPalette } from './command-palette';
import { Command, Keys } from './keys';
import { KeysHelp } from './keys-help';
import { Live } from './live';
import { Notices } from './notices';
import { FIRST_DAY, placeOf, placesFor } from './places';
import { Queue } from './queue';
import { Said } from './said';
import { Setup } from './setup';

/** The inside: the rail, what is said at its foot, and the keys that work everywhere. */
@Component({
  selector: 'mp-desk-shell',
  imports: [CommandPalette, KeysHelp, RouterLink, RouterOutlet],
  providers: [Notices, Queue, Said],
  templateUrl: './desk-shell.html',
  styleUrl: './desk-shell.css',
})
export class DeskShell {
  private readonly router = inject(Router);
  private readonly theme = inject(Theme);
  protected readonly session = inject(Session);
  protected readonly said = inject(Said);
  protected readonly notices = inject(Notices);
  protected readonly queue = inject(Queue);
  protected readonly setup = inject(Setup);
  protected readonly online = inject(Connection).online;

  protected readonly help = signal(false);
  protected readonly palette = signal(false);
  protected readonly firstDay = FIRST_DAY;
  private readonly places = computed(() => placesFor(this.session.user()));
  /** The first day leaves the rail when it is over, unless one is looking at it. */
  protected readonly rail = computed(() =>
    this.places().filter(
      ({ route, within }) => !within && (route !== FIRST_DAY || this.setup.left() > 0 || this.here() === FIRST_DAY),
    ),
  );
  private readonly address = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      startWith(null),
      map(() => this.router.url.split(/[?#]/)[0]),
    ),
    { requireSync: true },
  );
  /** The place one is in. */
  protected readonly here = computed(() => placeOf(this.places(), this.address())?.route ?? null);
  protected readonly initials = computed(() => initialsOf(this.session.user()?.name ?? ''));

  constructor() {
    const live = inject(Live);
    const destroyRef = inject(DestroyRef);
    live.start();
    destroyRef.onDestroy(() => live.stop());
    this.queue.follow();
    this.notices.follow();
    if (this.session.role() === 'admin') void this.setup.look();
    inject(Keys).during(destroyRef, this.commands());
    effect(() => {
      if (this.session.user()) return;
      const ir = this.session.ended() ? this.router.url : null;
      void this.router.navigate(['/ingresar'], { queryParams: { ir } });
    });
  }

  private commands(): Command[] {
    const group = 'En toda la mesa';
    return [
      ...this.places().map(({ name, route, key }) => ({
        title: `Ir a ${name}`,
        group: 'Ir',
        keys: ['g', key],
        run: () => void this.router.navigateByUrl(route),
      })),
      {
        title: 'Ir a su cuenta',
        group: 'Ir',
        keys: ['g', 'c'],
        run: () => void this.router.navigateByUrl('/mesa/perfil'),
      },
      { title: 'Todas las órdenes', group, keys: ['Control+k'], palette: false, run: () => this.palette.set(true) },
      { title: 'Ver las teclas de esta pantalla', group, keys: ['?'], run: () => this.help.set(true) },
      { title: 'Cambiar entre modo claro y oscuro', group, keys: [], run: () => this.theme.toggle() },
      { title: 'Salir de su cuenta', group, keys: [], run: () => void this.leave() },
    ];
  }

  private async leave(): Promise<void> {
    await this.session.signOut();
  }
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  // Of two given names and two surnames, the first of each: "Lidia Carreño Sosa" is LC.
  const surname = words.length > 3 ? words.at(-2) : words[1];
  return `${words[0]?.[0] ?? ''}${surname?.[0] ?? ''}`.toUpperCase();
}
