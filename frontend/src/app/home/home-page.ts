import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { listProceduresResource } from '../api/catalogue/catalogue.resource';
import { Institution } from '../institution/institution';
import { LongDay, ShortDay } from '../ui/dates';
import { Line } from '../ui/line';
import { plural, Plural } from '../ui/plural';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { Stamp } from '../ui/stamp';
import { ruleOfDates } from './rule-of-dates';

@Component({
  selector: 'mp-home-page',
  imports: [Line, LongDay, Plural, ProblemBanner, RouterLink, ShortDay, Skeleton, Stamp],
  templateUrl: './home-page.html',
  styleUrl: './home-page.css',
})
export class HomePage {
  private readonly router = inject(Router);
  protected readonly facts = inject(Institution).facts;
  protected readonly institution = inject(Institution).known;
  protected readonly procedures = listProceduresResource(signal({ limit: 3 }));

  protected readonly rule = computed(() => {
    const known = this.institution();
    return known ? ruleOfDates(known) : null;
  });
  protected readonly allProcedures = computed(() => {
    const total = this.procedures.hasValue() ? this.procedures.value().total : null;
    return total ? `Ver los ${plural(total, 'trámite')}` : 'Ver todos los trámites';
  });

  protected search(event: Event, words: string): void {
    event.preventDefault();
    void this.router.navigate(['/tramites'], { queryParams: { q: words.trim() || null } });
  }
}
