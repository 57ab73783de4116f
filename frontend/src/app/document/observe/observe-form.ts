import { httpResource } from '@angular/common/http';
import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';

import { ObservationReasonRead, PageObservationReasonRead } from '../../api/model';
import { Institution } from '../../institution/institution';
import { Problem } from '../../problems/problem';
import { Plural } from '../../ui/plural';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { Decision } from '../decision';
import { titleOf } from '../checks';
import { Terms } from '../term';
import { ObservationDraft } from './draft';
import { MailPreview } from './mail-preview';

/** What must be corrected: coded reasons, each in words for this case. Sent once, for the law allows one time. */
@Component({
  selector: 'mp-observe-form',
  imports: [MailPreview, Plural, ProblemBanner, Skeleton],
  templateUrl: './observe-form.html',
  styleUrl: './observe-form.css',
})
export class ObserveForm {
  private readonly decision = inject(Decision);
  private readonly institution = inject(Institution);
  private readonly words = viewChild.required<ElementRef<HTMLInputElement>>('words');
  protected readonly draft = inject(ObservationDraft);

  readonly busy = input.required<boolean>();
  readonly problem = input.required<Problem | null>();
  readonly send = output<void>();
  readonly leave = output<void>();

  protected readonly document = computed(() => this.decision.document()!);
  protected readonly reasons = httpResource<PageObservationReasonRead>(() => '/api/v1/observation-reasons?limit=100');
  protected readonly search = signal('');
  protected readonly found = computed(() => {
    const all = this.reasons.hasValue() ? this.reasons.value().items : [];
    const wanted = plain(this.search());
    return all.filter(({ name, text }) => plain(`${name} ${text}`).includes(wanted));
  });
  protected readonly chosen = computed(() => new Set(this.draft.items().map(({ reason_code }) => reason_code)));
  protected readonly abouts = computed(() => [
    { value: '', name: 'Todo el documento' },
    ...this.document().attachments.map((file) => ({
      value: `attachment:${file.id}`,
      name: `Archivo: ${titleOf(file)}`,
    })),
    ...(this.decision.procedure()?.requirements ?? []).map(({ id, name }) => ({
      value: `requirement:${id}`,
      name: `Requisito: ${name}`,
    })),
  ]);
  protected readonly days = computed(() => this.institution.known()?.correct_days ?? null);
  protected readonly term = inject(Terms).toCorrect(this.days);
  protected readonly until = computed(() => (this.term.hasValue() ? this.term.value().due_on : null));
  protected readonly blank = computed(() => this.draft.items().some(({ text }) => !text.trim()));

  constructor() {
    afterNextRender(() => this.words().nativeElement.focus());
  }

  protected toggle(reason: ObservationReasonRead): void {
    if (!this.chosen().has(reason.code)) return void this.draft.add(reason);
    for (const item of this.draft.items()) if (item.reason_code === reason.code) this.draft.remove(item.key);
  }

  protected repeat(code: string): void {
    const reason = this.reasons.hasValue() && this.reasons.value().items.find((each) => each.code === code);
    if (reason) this.draft.add(reason);
  }

  protected submit(event: Event): void {
    event.preventDefault();
    if (this.draft.items().length && !this.blank() && !this.busy()) this.send.emit();
  }
}

function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}
