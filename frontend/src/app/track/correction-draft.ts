import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';

import type { Correct, ObservationItemRead } from '../api/model';
import { Institution } from '../institution/institution';
import { Masthead } from '../shell/masthead';
import { hour } from '../ui/dates';
import { FileUpload, SavedUpload } from '../uploads/file-upload';
import { Uploads } from '../uploads/uploads';

interface Answer {
  text: string;
  file: FileUpload | null;
}

interface Saved {
  format: 1;
  answers: Record<string, { text: string; file: SavedUpload | null }>;
}

const NOTHING: Answer = { text: '', file: null };
const LIMITS = { max_upload_size: Infinity, allowed_extensions: ['pdf', 'jpg', 'jpeg', 'png', 'docx', 'xlsx'] };

/** The answers somebody is preparing, each change kept in this browser. One for each page that is opened. */
@Injectable()
export class CorrectionDraft {
  private readonly uploads = inject(Uploads);
  private readonly institution = inject(Institution);
  private readonly masthead = inject(Masthead);

  private readonly key = signal<string | null>(null);
  private readonly anonymous = signal(false);
  private readonly answers = signal<Record<string, Answer>>({});

  readonly files = computed(() =>
    Object.values(this.answers())
      .map(({ file }) => file)
      .filter((file) => file !== null),
  );

  constructor() {
    effect(() => this.keep());
  }

  /** Opens what this browser keeps for one filing; files go on from where they were. */
  open(documentId: string, anonymous: boolean): void {
    const key = `mp-subsanacion-${documentId}`;
    if (this.key() === key) return;
    const saved = read(key);
    this.anonymous.set(anonymous);
    this.answers.set(
      Object.fromEntries(
        Object.entries(saved?.answers ?? {}).map(([id, { text, file }]) => [
          id,
          { text, file: file && this.uploads.resume(file) },
        ]),
      ),
    );
    this.key.set(key);
  }

  of(itemId: string): Answer {
    return this.answers()[itemId] ?? NOTHING;
  }

  isAnswered(itemId: string): boolean {
    return this.of(itemId).text.trim().length > 0;
  }

  write(itemId: string, text: string): void {
    this.change(itemId, { text });
  }

  attach(itemId: string, file: File): void {
    this.detach(itemId);
    this.change(itemId, { file: this.uploads.begin(file, this.institution.known() ?? LIMITS, this.anonymous()) });
  }

  detach(itemId: string): void {
    const before = this.of(itemId).file;
    if (before) void this.uploads.abandon(before);
    this.change(itemId, { file: null });
  }

  /** Sends once more the file of an item whose time on the server ran out. */
  sendAgain(itemId: string): void {
    const file = this.of(itemId).file;
    if (file) void this.uploads.again(file, true);
  }

  bodyFor(items: ObservationItemRead[]): Correct {
    return {
      items: items.map(({ id }) => ({
        item_id: id,
        text: this.of(id).text.trim(),
        upload_id: this.of(id).file?.id() ?? null,
      })),
    };
  }

  /** Forgets it all here, once the server has it or will take it no more. */
  clear(): void {
    for (const file of this.files()) void this.uploads.forget(file);
    const key = this.key();
    this.key.set(null);
    this.answers.set({});
    this.masthead.status.set('');
    try {
      if (key) localStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  }

  private change(itemId: string, part: Partial<Answer>): void {
    this.answers.update((answers) => ({ ...answers, [itemId]: { ...(answers[itemId] ?? NOTHING), ...part } }));
  }

  private keep(): void {
    const key = this.key();
    const answers = Object.entries(this.answers()).map(([id, { text, file }]) => [
      id,
      { text, file: file?.saved() ?? null },
    ]);
    if (!key || !answers.length) return;
    const kept = write(key, { format: 1, answers: Object.fromEntries(answers) as Saved['answers'] });
    const status = kept ? `Guardado en este equipo, ${hour(new Date())}` : 'Este navegador no guarda borradores';
    untracked(() => this.masthead.status.set(status));
  }
}

function read(key: string): Saved | null {
  try {
    const saved = JSON.parse(localStorage.getItem(key) ?? 'null') as Saved | null;
    return saved?.format === 1 ? saved : null;
  } catch {
    return null;
  }
}

function write(key: string, saved: Saved): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(saved));
    return true;
  } catch {
    return false;
  }
}
