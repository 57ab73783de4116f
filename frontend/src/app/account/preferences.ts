import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import type { Channels, Kind } from '../api/model';
import { readPreferencesResource } from '../api/notifications/notifications.resource';
import { posting } from '../ui/posting';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';

/** What a citizen is told about, in the order of a filing's life. The law obliges to some. */
const KINDS: { kind: Kind; name: string; obligatory?: true }[] = [
  { kind: 'presented', name: 'Su documento se presentó' },
  { kind: 'received', name: 'La mesa de partes lo registró' },
  { kind: 'observed', name: 'Debe subsanar algo', obligatory: true },
  { kind: 'lapsed', name: 'Venció el plazo para subsanar', obligatory: true },
  { kind: 'required', name: 'Le piden información', obligatory: true },
  { kind: 'answered', name: 'La entidad respondió', obligatory: true },
  { kind: 'forwarded', name: 'Se remitió a otra entidad' },
  { kind: 'voided', name: 'Se anuló' },
  { kind: 'deadline_changed', name: 'Cambió una fecha' },
];

/** By which ways one is told of each thing. */
@Component({
  selector: 'mp-preferences',
  imports: [ProblemBanner, Skeleton],
  templateUrl: './preferences.html',
  styles: `
    table {
      max-width: 640px;
    }
    th:not(:first-child),
    td:not(:first-child) {
      text-align: center;
      width: 96px;
      vertical-align: middle;
    }
    tbody th {
      vertical-align: middle;
    }
    input {
      width: 22px;
      height: 22px;
      accent-color: var(--stamp);
    }
    label {
      display: inline-grid;
      place-items: center;
      min-width: 44px;
      min-height: 44px;
      cursor: pointer;
    }
  `,
})
export class Preferences {
  private readonly http = inject(HttpClient);

  protected readonly kept = readPreferencesResource();
  protected readonly rows = computed(() => {
    const kept = this.kept.hasValue() ? this.kept.value() : {};
    return KINDS.map((row) => ({ ...row, channels: channelsOf(kept[row.kind]) }));
  });
  protected readonly post = posting();
  protected readonly saved = signal('');

  protected async set(kind: Kind, channels: { email: boolean; live: boolean }, name: string): Promise<void> {
    this.saved.set('');
    const put = this.http.put<Record<string, Channels>>('/api/v1/notifications/preferences', { [kind]: channels });
    const done = await this.post.run(async () => this.kept.set(await firstValueFrom(put)));
    if (done) this.saved.set(`Guardado: ${name.toLowerCase()}.`);
    else this.kept.reload();
  }
}

function channelsOf(channels: Channels | undefined): { email: boolean; live: boolean } {
  return { email: channels?.email ?? true, live: channels?.live ?? true };
}
