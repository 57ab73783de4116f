import { HttpClient } from '@angular/common/http';
import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';

import type { PublicDocument } from '../api/model';
import { Masthead } from '../shell/masthead';
import { Problem, problemOf } from '../problems/problem';
import { Control, Field } from '../ui/field';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { Download } from '../ui/download';
import { FileCard } from '../uploads/file-card';
import { FilePicker } from '../uploads/file-picker';
import { CorrectionDraft } from './correction-draft';
import { attachmentFile, FilingAccess, headersOf, pathOf } from './filing-access';
import { until } from './words';

/** The desk's list, item by item, each with its answer and, if wanted, its file, beside what was sent. */
@Component({
  selector: 'mp-correction-form',
  imports: [Control, Download, Field, FileCard, FilePicker, Line, ProblemBanner, RouterLink],
  providers: [CorrectionDraft],
  templateUrl: './correction-form.html',
  styleUrl: './correction-form.css',
})
export class CorrectionForm {
  private readonly http = inject(HttpClient);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly outcome = viewChild<ElementRef<HTMLElement>>('outcome');
  protected readonly draft = inject(CorrectionDraft);

  readonly filing = input.required<PublicDocument>();
  readonly access = input.required<FilingAccess>();
  readonly back = input.required<string>();
  readonly sent = output<PublicDocument>();
  readonly lapsed = output<void>();
  /** The filing is not as shown any more. */
  readonly changed = output<void>();
  readonly lost = output<void>();

  protected readonly items = computed(() => {
    const { observation, attachments } = this.filing();
    return (observation?.items ?? []).map((item) => {
      const about = attachments.find(({ id }) => id === item.attachment_id);
      return { ...item, about: about ? { ...about, file: attachmentFile(this.access(), about) } : null };
    });
  });
  protected readonly answered = computed(() => this.items().filter(({ id }) => this.draft.isAnswered(id)).length);
  protected readonly by = computed(() => until(this.filing().correct_by ?? this.filing().presented_at));
  protected readonly arriving = computed(() =>
    this.draft.files().some((file) => ['sending', 'waiting', 'checking'].includes(file.state())),
  );
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly shownBeside = computed(() => this.items().map((_, place) => `items.${place}.text`));

  constructor() {
    const masthead = inject(Masthead);
    effect(() => {
      const { id, token } = this.access();
      untracked(() => this.draft.open(id, token !== null));
    });
    inject(DestroyRef).onDestroy(() => masthead.status.set(''));
  }

  protected errorFor(place: number, itemId: string): string | null {
    if (this.tried() && !this.draft.isAnswered(itemId)) return 'Escriba su respuesta a este punto.';
    return this.problem()?.errors.find(({ field }) => field === `items.${place}.text`)?.message ?? null;
  }

  protected async send(): Promise<void> {
    this.tried.set(true);
    const open = this.items().findIndex(({ id }) => !this.draft.isAnswered(id));
    if (open >= 0) return this.host.nativeElement.querySelectorAll('textarea')[open]?.focus();
    const broken = this.draft.files().find((file) => ['refused', 'failed'].includes(file.state()));
    if (broken) return this.say(blocked(`Cambie o quite “${broken.name}”: así no se puede enviar.`));
    if (this.busy() || this.arriving()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const headers = { ...headersOf(this.access()), 'If-Match': `"${this.filing().version}"` };
      const body = this.draft.bodyFor(this.items());
      const answer = this.http.post<PublicDocument>(`${pathOf(this.access())}/correct`, body, { headers });
      const corrected = await firstValueFrom(answer);
      this.draft.clear();
      this.sent.emit(corrected);
    } catch (failure) {
      this.refused(problemOf(failure));
    } finally {
      this.busy.set(false);
    }
  }

  private refused(problem: Problem): void {
    if (problem.status === 401) return this.lost.emit();
    if (problem.code === 'correction_lapsed') return this.lapsed.emit();
    for (const { field } of problem.errors) {
      const place = /^items\.(\d+)\.upload_id$/.exec(field)?.[1];
      if (place) this.draft.sendAgain(this.items()[Number(place)].id);
    }
    this.say(problem);
    // Perhaps an earlier try arrived although its answer did not: then the filing shows it.
    if (problem.status === 409 || problem.status === 412) this.changed.emit();
  }

  private say(problem: Problem): void {
    this.problem.set(problem);
    setTimeout(() => this.outcome()?.nativeElement.focus());
  }
}

function blocked(title: string): Problem {
  return { status: 422, code: 'file_not_ready', title, detail: null, errors: [], instance: null, retryAfter: null };
}
