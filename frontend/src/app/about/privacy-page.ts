import { Component, computed, inject } from '@angular/core';

import { Institution } from '../institution/institution';
import { LongDay } from '../ui/dates';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';

@Component({
  selector: 'mp-privacy-page',
  imports: [Line, LongDay, ProblemBanner, Skeleton],
  templateUrl: './privacy-page.html',
})
export default class PrivacyPage {
  protected readonly facts = inject(Institution).facts;
  protected readonly consent = computed(() => (this.facts.hasValue() ? this.facts.value().consent_texts[0] : null));
}
