import { computed, Injectable } from '@angular/core';

import { getInstitutionResource } from '../api/institution/institution.resource';

/** The institution's public facts: read once, shared by every page. */
@Injectable({ providedIn: 'root' })
export class Institution {
  readonly facts = getInstitutionResource();

  /** Null while loading and after a failure. */
  readonly known = computed(() => (this.facts.hasValue() ? this.facts.value() : null));
  readonly name = computed(() => this.known()?.name ?? 'Mesa de Partes');
}
