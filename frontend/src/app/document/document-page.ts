import { HttpErrorResponse, httpResource } from '@angular/common/http';
import {
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Title } from '@angular/platform-browser';
import { Router, RouterLink } from '@angular/router';

import { DocumentRead, Forward, Route, Void } from '../api/model';
import { viewOf } from '../desk/desk-list';
import { Keys } from '../desk/keys';
import { Live } from '../desk/live';
import { Queue } from '../desk/queue';
import { Said } from '../desk/said';
import { Problem } from '../problems/problem';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { Bodies, Verb } from './acts';
import { Columns, USUAL } from './columns';
import { Decision } from './decision';
import { ForwardDialog } from './dialogs/forward-dialog';
import { RouteDialog } from './dialogs/route-dialog';
import { VoidDialog } from './dialogs/void-dialog';
import { Divider } from './divider';
import { documentCommands } from './document-commands';
import { NearList } from './near-list';
import { ObservationDraft } from './observe/draft';
import { ObserveForm } from './observe/observe-form';
import { doneSaid } from './outcomes';
import { ActsBar } from './panel/acts-bar';
import { CheckLists } from './panel/check-lists';
import { Facts } from './panel/facts';
import { FilingRecord } from './panel/record';
import { Performing } from './performing';
import { Terms } from './term';
import { Viewer } from './viewer/viewer';

type Asking = 'forward' | 'void' | 'route';

/** List, file and decision side by side. After an act the next file opens by itself. */
@Component({
  selector: 'mp-document-page',
  imports: [
    ActsBar,
    CheckLists,
    Divider,
    Facts,
    FilingRecord,
    ForwardDialog,
    NearList,
    ObserveForm,
    ProblemBanner,
    RouteDialog,
    RouterLink,
    Skeleton,
    Viewer,
    VoidDialog,
  ],
  providers: [Decision, ObservationDraft, Performing, Terms],
  templateUrl: './document-page.html',
  styleUrl: './document-page.css',
})
export default class DocumentPage {
  private readonly router = inject(Router);
  private readonly said = inject(Said);
  private readonly draft = inject(ObservationDraft);
  private readonly viewer = viewChild(Viewer);
  private readonly bar = viewChild(ActsBar);
  protected readonly queue = inject(Queue);
  protected readonly decision = inject(Decision);
  protected readonly performing = inject(Performing);
  protected readonly columns = inject(Columns);
  protected readonly usual = USUAL;

  readonly id = input.required<string>();

  protected readonly filing = httpResource<DocumentRead>(() => `/api/v1/documents/${this.id()}`);
  protected readonly document = computed(() => (this.filing.hasValue() ? this.filing.value() : null));
  protected readonly unknown = computed(() => {
    const error = this.filing.error();
    return error instanceof HttpErrorResponse && error.status === 404;
  });
  protected readonly observing = linkedSignal({ source: this.id, computation: () => false });
  protected readonly asking = linkedSignal<string, Asking | null>({ source: this.id, computation: () => null });
  protected readonly trouble = signal<Problem | null>(null);

  constructor() {
    effect(() => this.decision.document.set(this.document()));
    effect(() => this.begin(this.id()));
    const title = inject(Title);
    effect(() => {
      const filed = this.document();
      if (filed) title.setTitle(`${filed.registry_number ?? filed.number} · ${filed.subject}`);
    });
    inject(Keys).during(
      inject(DestroyRef),
      documentCommands(this, () => this.viewer()),
    );
    const live = inject(Live).events.subscribe(({ type, document_id }) => {
      if (type === 'resync' || (type === 'document_changed' && document_id === this.id())) void this.changedElsewhere();
    });
    inject(DestroyRef).onDestroy(() => live.unsubscribe());
  }

  can(verb: Verb): boolean {
    const ready = this.document() !== null && !this.observing() && !this.performing.busy();
    return ready && this.decision.can().has(verb) && !this.decision.blockedBy();
  }

  /** Begins an act: asks first what the act needs, or performs it. */
  act(verb: Verb): void {
    if (verb === 'observe') this.observing.set(true);
    else if (verb === 'forward' || verb === 'void' || verb === 'route') this.asking.set(verb);
    else if (verb === 'receive') void this.perform('receive', this.decision.registration());
    else void this.perform(verb, {});
  }

  go(step: number): void {
    const next = this.queue.following(this.id(), step);
    if (next) void this.router.navigate(['/mesa/documentos', next.id]);
  }

  back(): void {
    if (this.observing()) return this.observing.set(false);
    void this.router.navigate(['/mesa'], { queryParams: this.queue.address() });
  }

  more(): void {
    this.bar()?.more.update((on) => !on);
  }

  protected answered(body: Forward | Void | Route): void {
    const verb = this.asking();
    if (verb) void this.perform(verb, body as Bodies[typeof verb]);
  }

  protected observe(): void {
    void this.perform('observe', this.draft.body());
  }

  private begin(id: string): void {
    untracked(() => {
      this.performing.clear();
      this.trouble.set(null);
      this.draft.open(id);
      this.queue.at.set(id);
      if (!this.queue.view()) void this.queue.show(viewOf({}, this.queue.tabs())).then(() => this.queue.at.set(id));
    });
  }

  private async perform<V extends Verb>(verb: V, body: Bodies[V]): Promise<void> {
    const seen = this.document();
    const outcome = seen && (await this.performing.perform(verb, seen, body));
    if (!outcome || outcome.document.id !== this.id()) return;
    this.filing.set(outcome.document);
    if (outcome.done) this.finish(verb, outcome.document);
  }

  private finish(verb: Verb, document: DocumentRead): void {
    this.asking.set(null);
    const stays = verb === 'claim' || verb === 'release';
    this.said.say(doneSaid(verb, document), stays ? null : { label: 'Ver', route: ['/mesa/documentos', document.id] });
    if (stays) return;
    this.observing.set(false);
    if (verb === 'observe') this.draft.forget();
    const next = this.queue.following(document.id) ?? this.queue.following(document.id, -1);
    if (this.queue.rows().some(({ id }) => id === document.id)) this.queue.leave(document.id);
    if (next) void this.router.navigate(['/mesa/documentos', next.id]);
    else this.back();
  }

  /** Somebody else acted: shows it, and what it was; nothing typed is touched. */
  private async changedElsewhere(): Promise<void> {
    const seen = this.document();
    if (!seen || this.performing.busy()) return;
    const now = await this.performing.lookAgain(seen);
    if (now && now.document.id === this.id() && now.document.version !== this.document()?.version) {
      this.filing.set(now.document);
    }
  }
}
