import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';

import { listProceduresResource } from '../api/catalogue/catalogue.resource';
import type { PageProcedureRead, ProcedureRead } from '../api/model';
import { Line } from '../ui/line';
import { plural } from '../ui/plural';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { feeOf, termOf } from './wording';

const PAGE = 50;

@Component({
  selector: 'mp-catalogue-page',
  imports: [Line, ProblemBanner, RouterLink, Skeleton],
  templateUrl: './catalogue-page.html',
  styleUrl: './catalogue-page.css',
})
export default class CataloguePage {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);

  /** The words searched for, from the address. */
  readonly q = input<string>();

  private readonly asked = computed(() => ({ q: this.q() ?? '', limit: PAGE }));
  protected readonly first = listProceduresResource(this.asked);
  protected readonly more = linkedSignal<PageProcedureRead | undefined, ProcedureRead[]>({
    source: () => (this.first.hasValue() ? this.first.value() : undefined),
    computation: () => [],
  });
  private readonly cursor = linkedSignal(() => (this.first.hasValue() ? this.first.value().next_cursor : null));
  protected readonly hasMore = computed(() => this.cursor() !== null);
  protected readonly failure = signal<unknown>(null);
  protected readonly found = computed(() => [
    ...(this.first.hasValue() ? this.first.value().items : []),
    ...this.more(),
  ]);
  protected readonly count = computed(() => {
    const total = this.first.hasValue() ? this.first.value().total : null;
    return typeof total !== 'number' ? '' : plural(total, 'trámite');
  });

  protected readonly feeOf = feeOf;
  protected readonly termOf = termOf;

  protected search(event: Event, words: string): void {
    event.preventDefault();
    void this.router.navigate([], { queryParams: { q: words.trim() || null } });
  }

  protected async loadMore(): Promise<void> {
    this.failure.set(null);
    try {
      const params = { ...this.asked(), cursor: this.cursor() ?? '' };
      const page = await firstValueFrom(this.http.get<PageProcedureRead>('/api/v1/procedures', { params }));
      this.more.update((shown) => [...shown, ...page.items]);
      this.cursor.set(page.next_cursor);
    } catch (error) {
      this.failure.set(error);
    }
  }
}
