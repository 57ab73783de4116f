import { Component, computed, input, signal } from '@angular/core';

import { SettingsRead } from '../../api/model';
import { LongDay } from '../../ui/dates';
import { ConsentDialog } from './consent-dialog';
import { inTime } from './dated';

/** The text that citizens accept today, those to come and those accepted before. */
@Component({
  selector: 'mp-consent-texts',
  imports: [ConsentDialog, LongDay],
  styleUrl: './dated.css',
  template: `
    @if (texts().now; as text) {
      <p>
        <b>{{ text.title }}</b>
        <span class="soft small block">
          Versión {{ text.version }}, en vigor desde el {{ text.valid_from | longDay }}.
        </span>
      </p>
      <!-- Long texts scroll, and whoever uses the keyboard must reach them. -->
      <div class="body" tabindex="0" role="region" aria-label="Texto en vigor">{{ text.body }}</div>
    } @else {
      <p class="soft">Ningún texto está en vigor.</p>
    }
    @for (text of texts().toCome; track text.version) {
      <details>
        <summary>Versión {{ text.version }}, desde el {{ text.valid_from | longDay }}</summary>
        <p>
          <b>{{ text.title }}</b>
        </p>
        <p class="body">{{ text.body }}</p>
      </details>
    }
    <p class="acts">
      <button type="button" class="button quiet" (click)="writing.set(true)">Publicar otra versión…</button>
    </p>
    @if (texts().past.length) {
      <details>
        <summary>Versiones anteriores</summary>
        @for (text of texts().past; track text.version) {
          <p>
            <b>{{ text.title }}</b>
            <span class="soft small block">Versión {{ text.version }}, desde el {{ text.valid_from | longDay }}.</span>
          </p>
          <p class="body">{{ text.body }}</p>
        }
      </details>
    }
    <mp-consent-dialog
      [open]="writing()"
      [today]="today()"
      [from]="texts().toCome.at(-1) ?? texts().now"
      (closed)="writing.set(false)"
    />
  `,
})
export class ConsentTexts {
  readonly settings = input.required<SettingsRead>();
  readonly today = input.required<string>();

  protected readonly texts = computed(() => inTime(this.settings().consent_texts, this.today()));
  protected readonly writing = signal(false);
}
