import { HttpErrorResponse, httpResource } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';

import { DocumentRead } from '../api/model';
import { Live } from '../desk/live';
import { Performing } from './performing';

/** The filing that is open, as it is now: what others do to it is shown as it happens. */
@Injectable()
export class Opened {
  private readonly performing = inject(Performing);

  readonly id = signal<string | null>(null);
  readonly filing = httpResource<DocumentRead>(() => {
    const id = this.id();
    return id ? `/api/v1/documents/${id}` : undefined;
  });
  readonly document = computed(() => (this.filing.hasValue() ? this.filing.value() : null));
  readonly unknown = computed(() => {
    const error = this.filing.error();
    return error instanceof HttpErrorResponse && error.status === 404;
  });

  constructor() {
    const title = inject(Title);
    effect(() => {
      const filed = this.document();
      if (filed) title.setTitle(`${filed.registry_number ?? filed.number} · ${filed.subject}`);
    });
    const live = inject(Live).events.subscribe(({ type, document_id }) => {
      if (type === 'resync' || (type === 'document_changed' && document_id === this.id())) void this.changedElsewhere();
    });
    inject(DestroyRef).onDestroy(() => live.unsubscribe());
  }

  /** Shows `document` in place of what was read, unless another filing was opened meanwhile; answers whether it did. */
  show(document: DocumentRead): boolean {
    const same = document.id === this.id();
    if (same) this.filing.set(document);
    return same;
  }

  /** Somebody else acted: shows it, and what it was; nothing typed is touched. */
  private async changedElsewhere(): Promise<void> {
    const seen = this.document();
    if (!seen || this.performing.busy()) return;
    const now = await this.performing.lookAgain(seen);
    if (now && now.document.version !== this.document()?.version) this.show(now.document);
  }
}
