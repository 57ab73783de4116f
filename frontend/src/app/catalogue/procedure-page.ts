import { Component, computed, effect, inject, input } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterLink } from '@angular/router';

import { getProcedureResource } from '../api/catalogue/catalogue.resource';
import { problemOf } from '../problems/problem';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { feeOf, silenceOf, waitOf } from './wording';

@Component({
  selector: 'mp-procedure-page',
  imports: [Line, ProblemBanner, RouterLink, Skeleton],
  templateUrl: './procedure-page.html',
})
export default class ProcedurePage {
  private readonly title = inject(Title);

  readonly id = input.required<string>();

  protected readonly procedure = getProcedureResource(this.id);
  protected readonly missing = computed(() => problemOf(this.procedure.error()).status === 404);
  protected readonly feeOf = feeOf;
  protected readonly waitOf = waitOf;
  protected readonly silenceOf = silenceOf;

  constructor() {
    effect(() => {
      if (this.procedure.hasValue()) this.title.setTitle(`${this.procedure.value().name} · Mesa de Partes Digital`);
    });
  }

  protected formats(extensions: string[]): string {
    return extensions.length ? extensions.map((each) => each.toUpperCase()).join(', ') : '';
  }
}
