import { httpResource } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { form } from '@angular/forms/signals';

import type { Present, ProcedureRead } from '../api/model';
import { Institution } from '../institution/institution';
import { Session } from '../session/session';
import { Masthead } from '../shell/masthead';
import { hour } from '../ui/dates';
import { FileUpload } from '../uploads/file-upload';
import { Uploads } from '../uploads/uploads';
import { blank, DraftData, isBlank, SavedDraft } from './draft';
import { readDraft, removeDraft, writeDraft } from './draft-storage';
import { Annexed, missingRequirements, pagesOf } from './filing';
import { draftRules } from './rules';

/** The filing somebody is preparing. Each change is kept in this browser at once; lives as long as the wizard is open. */
@Injectable()
export class DraftStore {
  private readonly uploads = inject(Uploads);
  private readonly masthead = inject(Masthead);
  private readonly institution = inject(Institution);
  private readonly session = inject(Session);

  readonly data = signal<DraftData>(blank());
  readonly form = form(this.data, draftRules);
  readonly main = signal<FileUpload | null>(null);
  readonly annexes = signal<Annexed[]>([]);
  readonly idempotencyKey = signal<string>(crypto.randomUUID());
  /** What was sent without an answer yet. Until one comes nothing may change: it may already be filed. */
  readonly pending = signal<Present | null>(null);

  private readonly procedureId = computed(() => {
    const choice = this.data().about.choice;
    return choice && choice !== 'none' ? choice : '';
  });
  readonly procedureRead = httpResource<ProcedureRead>(() =>
    this.procedureId() ? `/api/v1/procedures/${this.procedureId()}` : undefined,
  );
  readonly procedure = computed(() =>
    this.procedureId() && this.procedureRead.hasValue() ? this.procedureRead.value() : null,
  );

  readonly files = computed(() => {
    const main = this.main();
    return [...(main ? [main] : []), ...this.annexes().map(({ file }) => file)];
  });
  readonly pages = computed(() => pagesOf(this.files()));
  readonly missing = computed(() => missingRequirements(this.procedure(), this.annexes()));
  readonly begun = computed(() => !isBlank(this.data()) || this.files().length > 0);

  constructor() {
    this.restore(readDraft());
    effect(() => this.keep());
    effect(() => this.fillFromAccount());
    inject(DestroyRef).onDestroy(() => this.masthead.status.set(''));
  }

  attachMain(file: File): void {
    const before = this.main();
    if (before) void this.uploads.abandon(before);
    this.main.set(this.uploads.begin(file, this.limits()));
  }

  removeMain(): void {
    const before = this.main();
    if (before) void this.uploads.abandon(before);
    this.main.set(null);
  }

  /** Adds an annex, in the place of `instead` when given. */
  attach(file: File, requirementId: string | null, title: string, instead?: Annexed): void {
    const annex: Annexed = { file: this.uploads.begin(file, this.limits()), requirement_id: requirementId, title };
    if (instead) void this.uploads.abandon(instead.file);
    this.annexes.update((annexes) =>
      instead ? annexes.map((each) => (each === instead ? annex : each)) : [...annexes, annex],
    );
  }

  detach(annex: Annexed): void {
    void this.uploads.abandon(annex.file);
    this.annexes.update((annexes) => annexes.filter((each) => each !== annex));
  }

  /** Moves a free annex before or after the next free one. */
  move(annex: Annexed, by: -1 | 1): void {
    this.annexes.update((annexes) => {
      const free = annexes.filter(({ requirement_id }) => requirement_id === null);
      const place = free.indexOf(annex);
      const other = free[place + by];
      if (!other) return annexes;
      return annexes.map((each) => (each === annex ? other : each === other ? annex : each));
    });
  }

  /** Room left for files: the main one counts. */
  readonly room = computed(() => (this.institution.known()?.max_files ?? 20) - this.files().length);

  /** Forgets the draft here; what the server was already given expires there. */
  clear(): void {
    for (const file of this.files()) void this.uploads.forget(file);
    this.restart();
  }

  /** Throws the draft away, here and on the server. */
  discard(): void {
    for (const file of this.files()) void this.uploads.abandon(file);
    this.restart();
  }

  private restart(): void {
    this.data.set(blank());
    this.form().reset();
    this.main.set(null);
    this.annexes.set([]);
    this.pending.set(null);
    this.idempotencyKey.set(crypto.randomUUID());
    removeDraft();
  }

  private restore(draft: SavedDraft | null): void {
    if (!draft) return;
    this.data.set({ ...blank(), ...draft.data });
    this.main.set(draft.main && this.uploads.resume(draft.main));
    this.annexes.set(draft.annexes.map((annex) => ({ ...annex, file: this.uploads.resume(annex.file) })));
    this.idempotencyKey.set(draft.idempotency_key);
    this.pending.set(draft.pending);
  }

  private keep(): void {
    const saved_at = new Date();
    const draft: SavedDraft = {
      format: 1,
      data: this.data(),
      main: this.main()?.saved() ?? null,
      annexes: this.annexes().map(({ file, ...rest }) => ({ ...rest, file: file.saved() })),
      idempotency_key: this.idempotencyKey(),
      pending: this.pending(),
      saved_at: saved_at.toISOString(),
    };
    if (!this.begun()) return;
    const kept = writeDraft(draft);
    const status = kept ? `Guardado en este equipo, ${hour(saved_at)}` : 'Este navegador no guarda borradores';
    untracked(() => this.masthead.status.set(status));
  }

  private fillFromAccount(): void {
    const user = this.session.user();
    const { email, name } = untracked(this.data).applicant;
    if (user?.role !== 'citizen' || email || name) return;
    this.data.update((data) => ({ ...data, applicant: { ...data.applicant, email: user.email, name: user.name } }));
  }

  private limits() {
    return this.institution.known() ?? { max_upload_size: Infinity, allowed_extensions: ALWAYS_TRIED };
  }
}

/** Without the institution's facts the server alone judges; these pass the first look. */
const ALWAYS_TRIED = ['pdf', 'jpg', 'jpeg', 'png', 'docx', 'xlsx'];
