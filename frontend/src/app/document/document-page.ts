import {
  Component,
  DestroyRef,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { DocumentRead, Forward, Route, Void } from '../api/model';
import { Keys } from '../desk/keys';
import { Queue } from '../desk/queue';
import { Said } from '../desk/said';
import { Problem } from '../problems/problem';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { Bodies, Verb } from './acts';
import { Columns, USUAL } from './columns';
import { Decision } from './decision';
import { ActDialogs, Asking } from './dialogs/act-dialogs';
import { Divider } from './divider';
import { documentCommands } from './document-commands';
import { Face, Faces } from './faces';
import { NearList } from './near-list';
import { ObservationDraft } from './observe/draft';
import { ObserveForm } from './observe/observe-form';
import { Opened } from './opened';
import { doneSaid } from './outcomes';
import { ActsBar } from './panel/acts-bar';
import { CheckLists } from './panel/check-lists';
import { Facts } from './panel/facts';
import { FilingRecord } from './panel/record';
import { Performing } from './performing';
import { Terms } from './term';
import { Viewer } from './viewer/viewer';

/** List, file and decision side by side; on a phone one at a time. After an act the next file opens by itself. */
@Component({
  selector: 'mp-document-page',
  imports: [
    ActDialogs,
    ActsBar,
    CheckLists,
    Divider,
    Faces,
    Facts,
    FilingRecord,
    NearList,
    ObserveForm,
    ProblemBanner,
    RouterLink,
    Skeleton,
    Viewer,
  ],
  providers: [Decision, ObservationDraft, Opened, Performing, Terms],
  templateUrl: './document-page.html',
  styleUrl: './document-page.css',
})
export default class DocumentPage {
  private readonly router = inject(Router);
  private readonly said = inject(Said);
  protected readonly draft = inject(ObservationDraft);
  private readonly viewer = viewChild(Viewer);
  private readonly bar = viewChild(ActsBar);
  private readonly faces = viewChild(Faces);
  protected readonly queue = inject(Queue);
  protected readonly decision = inject(Decision);
  protected readonly performing = inject(Performing);
  protected readonly columns = inject(Columns);
  protected readonly usual = USUAL;
  protected readonly opened = inject(Opened);
  private readonly document = this.opened.document;

  readonly id = input.required<string>();

  protected readonly observing = linkedSignal({ source: this.id, computation: () => false });
  protected readonly asking = linkedSignal<string, Asking | null>({ source: this.id, computation: () => null });
  protected readonly face = linkedSignal<string, Face>({ source: this.id, computation: () => 'facts' });
  protected readonly trouble = signal<Problem | null>(null);

  constructor() {
    effect(() => this.begin(this.id()));
    inject(Keys).during(inject(DestroyRef), documentCommands(this, this.viewer, this.faces, this.bar));
  }

  can(verb: Verb): boolean {
    const ready = this.document() !== null && !this.observing() && !this.performing.busy();
    return ready && this.decision.can().has(verb) && !this.decision.blockedBy();
  }

  /** Begins an act: asks first what the act needs, or performs it. */
  act(verb: Verb): void {
    if (verb === 'observe') {
      this.observing.set(true);
      this.face.set('facts');
    } else if (verb === 'forward' || verb === 'void' || verb === 'route') this.asking.set(verb);
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

  protected answered(body: Forward | Void | Route): void {
    const verb = this.asking();
    if (verb) void this.perform(verb, body as Bodies[typeof verb]);
  }

  private begin(id: string): void {
    untracked(() => {
      this.opened.id.set(id);
      this.performing.clear();
      this.trouble.set(null);
      this.draft.open(id);
      this.queue.standOn(id);
    });
  }

  protected async perform<V extends Verb>(verb: V, body: Bodies[V]): Promise<void> {
    const seen = this.document();
    const outcome = seen && (await this.performing.perform(verb, seen, body));
    if (outcome && this.opened.show(outcome.document) && outcome.done) this.finish(verb, outcome.document);
  }

  private finish(verb: Verb, document: DocumentRead): void {
    this.asking.set(null);
    const stays = verb === 'claim' || verb === 'release';
    this.said.say(doneSaid(verb, document), stays ? null : { label: 'Ver', route: ['/mesa/documentos', document.id] });
    if (stays) return;
    this.observing.set(false);
    if (verb === 'observe') this.draft.forget();
    const next = this.queue.leave(document.id);
    if (next) void this.router.navigate(['/mesa/documentos', next.id]);
    else this.back();
  }
}
