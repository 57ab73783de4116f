import { computed, Injectable } from '@angular/core';

import { getInstitutionResource } from '../api/institution/institution.resource';

/** The institution's public facts: read once, shared by every page. */
@Injectable({ providedIn: 'root' })
export class Institution {
  readonly facts = getInstitutionResource();

  /** Null while loading and after a failure. */
  readonly known = computed(() => (this.facts.hasValue() ? this.facts.value() : null));
  /** The logo as an image's address: there nothing of an SVG runs or is fetched. Null without one. */
  readonly logo = computed(() => pictureOf(this.known()?.logo_svg ?? null));
  readonly name = computed(() => this.known()?.name ?? 'Mesa de Partes');
}

export function pictureOf(svg: string | null): string | null {
  return svg && `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}
