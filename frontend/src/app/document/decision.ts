import { httpResource } from '@angular/common/http';
import { computed, inject, Injectable, linkedSignal } from '@angular/core';

import { PageAreaRead, PageProcedureRead, Receive } from '../api/model';
import { Session } from '../session/session';
import { allowed, heldByOther } from './allowed';
import { Opened } from './opened';
import { Terms } from './term';

/** What somebody is about to decide on the filing in sight: what they changed, and what may be done. */
@Injectable()
export class Decision {
  private readonly session = inject(Session);
  private readonly terms = inject(Terms);

  readonly document = inject(Opened).document;
  private readonly id = computed(() => this.document()?.id);

  readonly can = computed(() => {
    const document = this.document();
    return document ? allowed(document, this.session.role(), this.session.user()?.id) : new Set<never>();
  });
  readonly blockedBy = computed(() => {
    const document = this.document();
    return document && heldByOther(document, this.session.user()?.id) ? document.holder!.name : null;
  });

  /** The count of pages noted in place of the folios declared. */
  readonly folios = linkedSignal<string | undefined, number | null>({ source: this.id, computation: () => null });
  readonly procedureId = linkedSignal({ source: this.id, computation: () => this.document()?.procedure_id ?? null });
  /** Where it goes when registered; none is decided later. */
  readonly areaId = linkedSignal<string | undefined, string | null>({ source: this.id, computation: () => null });

  private readonly procedures = httpResource<PageProcedureRead>(() => '/api/v1/procedures?limit=100');
  private readonly allAreas = httpResource<PageAreaRead>(() => '/api/v1/areas?limit=100');
  readonly catalogue = computed(() => (this.procedures.hasValue() ? this.procedures.value().items : []));
  readonly procedure = computed(() => this.catalogue().find(({ id }) => id === this.procedureId()) ?? null);
  /** Where the procedure's files usually go. */
  readonly usualArea = computed(() => this.procedure()?.area_id ?? null);
  /** The usual one first. */
  readonly areas = computed(() => {
    const all = this.allAreas.hasValue() ? this.allAreas.value().items : [];
    const usual = this.usualArea();
    return [...all.filter(({ id }) => id === usual), ...all.filter(({ id }) => id !== usual)];
  });
  readonly term = this.terms.ifRegisteredNow(
    computed(() => (this.can().has('receive') ? this.document() : null)),
    this.procedure,
  );

  /** What registering sends: only what was changed. */
  registration(): Receive {
    const [document, folios, procedure, area] = [this.document(), this.folios(), this.procedureId(), this.areaId()];
    return {
      ...(folios && { folios }),
      ...(procedure && procedure !== document?.procedure_id && { procedure_id: procedure }),
      ...(area && { legs: [{ area_id: area, purpose: 'action' as const, instruction: '' }] }),
    };
  }
}
