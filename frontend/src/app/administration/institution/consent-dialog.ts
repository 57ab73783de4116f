import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';

import { ConsentRead } from '../../api/model';
import { Said } from '../../desk/said';
import { messageFor } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { FormDialog } from '../../ui/form-dialog';
import { posting } from '../../ui/posting';
import { InstitutionSettings } from './settings';

/** Writes another version of the consent, beginning with the last one's words. */
@Component({
  selector: 'mp-consent-dialog',
  imports: [Control, Field, FormDialog],
  styleUrl: '../dialog-form.css',
  template: `
    <mp-form-dialog
      heading="Publicar otra versión"
      verb="Publicar el texto"
      doing="Publicando…"
      [open]="open()"
      [busy]="post.busy()"
      [problem]="post.problem()"
      [shownElsewhere]="['title', 'body', 'valid_from']"
      (closed)="close()"
      (sent)="publish()"
    >
      <p lead class="soft">
        Quien ya aceptó un texto conserva el que aceptó. Una vez publicado no se puede corregir ni borrar.
      </p>
      <mp-field label="Título" [error]="blank(title(), 'Escriba un título.') ?? fault('title')">
        <input #name mpControl maxlength="200" [value]="title()" (input)="title.set(name.value)" />
      </mp-field>
      <mp-field label="Texto" [error]="blank(body(), 'Escriba el texto.') ?? fault('body')">
        <textarea #text mpControl rows="12" [value]="body()" (input)="body.set(text.value)"></textarea>
      </mp-field>
      <mp-field label="Rige desde" [error]="blank(day(), 'Elija desde qué día rige.') ?? fault('valid_from')">
        <input #from mpControl type="date" [min]="today()" [value]="day()" (input)="day.set(from.value)" />
      </mp-field>
    </mp-form-dialog>
  `,
})
export class ConsentDialog {
  private readonly owner = inject(InstitutionSettings);
  private readonly said = inject(Said);

  readonly open = input.required<boolean>();
  readonly today = input.required<string>();
  readonly from = input.required<ConsentRead | null>();
  readonly closed = output<void>();

  private readonly version = computed(() => this.from()?.version);
  protected readonly title = linkedSignal({ source: this.version, computation: () => this.from()?.title ?? '' });
  protected readonly body = linkedSignal({ source: this.version, computation: () => this.from()?.body ?? '' });
  protected readonly day = linkedSignal({ source: this.version, computation: () => '' });
  protected readonly tried = linkedSignal({ source: this.open, computation: () => false });
  protected readonly post = posting();

  protected blank(value: string, sentence: string): string | null {
    return this.tried() && !value.trim() ? sentence : null;
  }

  protected close(): void {
    this.post.problem.set(null);
    this.closed.emit();
  }

  protected fault(field: string): string | null {
    return messageFor(this.post.problem(), field);
  }

  protected async publish(): Promise<void> {
    this.tried.set(true);
    const text = { title: this.title().trim(), body: this.body().trim(), valid_from: this.day() };
    if (!text.title || !text.body || !text.valid_from) return;
    if (!(await this.post.run(() => this.owner.publish(text)))) return;
    this.said.say('Texto publicado.');
    this.close();
  }
}
