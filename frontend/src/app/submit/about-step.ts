import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { Router } from '@angular/router';

import { listDocumentTypesResource, listProceduresResource } from '../api/catalogue/catalogue.resource';
import type { ProcedureRead } from '../api/model';
import { Control, Field } from '../ui/field';
import { errorOf } from '../ui/field-rules';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { DraftStore } from './draft-store';
import { StepEnd } from './step-end';
import { Steps } from './steps';

const PAUSE_MS = 250;
const FIRST_SEEN = 3;
const MOST = 100;

@Component({
  selector: 'mp-about-step',
  imports: [Control, Field, FormField, Line, NgTemplateOutlet, ProblemBanner, Skeleton, StepEnd, Steps],
  templateUrl: './about-step.html',
})
export default class AboutStep {
  private readonly router = inject(Router);
  protected readonly store = inject(DraftStore);

  /** The procedure somebody came from, by the address. */
  readonly tramite = input<string>();

  private readonly words = signal('');
  /** The whole catalogue, not only its first few. */
  protected readonly all = signal(false);
  protected readonly procedures = listProceduresResource(
    computed(() => ({ q: this.words(), limit: this.all() || this.words() ? MOST : FIRST_SEEN })),
  );
  protected readonly types = listDocumentTypesResource(signal({ limit: 100 }));
  protected readonly about = this.store.form.about;
  protected readonly chosen = computed(() => this.store.data().about.choice);
  /** Choosing now. What was chosen before stands alone; nothing closes while somebody moves among the choices. */
  protected readonly picking = signal(!untracked(this.chosen));
  // What was found stays in sight while more is asked for.
  protected readonly found = linkedSignal<ProcedureRead[] | null, ProcedureRead[]>({
    source: () => (this.procedures.hasValue() ? this.procedures.value().items : null),
    computation: (items, before) => items ?? before?.value ?? [],
  });
  /** How many there are, when they are not all shown. */
  protected readonly hidden = computed(() => {
    const total = this.procedures.hasValue() ? (this.procedures.value().total ?? 0) : 0;
    return total > this.found().length ? total : null;
  });
  protected readonly errorOf = errorOf;
  private timer = 0;

  constructor() {
    effect(() => {
      const id = this.tramite();
      if (id) untracked(() => this.choose(id));
      if (id) this.picking.set(false);
    });
    effect(() => this.proposeSubject(this.store.procedure()));
  }

  protected search(words: string): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.words.set(words.trim()), PAUSE_MS);
  }

  /** The focus goes on where one chooses. */
  protected pick(): void {
    this.picking.set(true);
    setTimeout(() => document.getElementById('procedure-search')?.focus());
  }

  protected choose(id: string): void {
    this.about.choice().value.set(id);
    this.about.choice().markAsTouched();
  }

  protected next(): void {
    this.about().markAsTouched();
    const [error] = this.about().errorSummary();
    if (!error) void this.router.navigate(['/presentar', 'quien']);
    else if (error.fieldTree === (this.about.choice as unknown))
      document.querySelector<HTMLElement>('#choices input')?.focus();
    else error.fieldTree().focusBoundControl();
  }

  /** The procedure's own name says what most people ask. */
  private proposeSubject(procedure: ProcedureRead | null): void {
    const subject = untracked(() => this.about.subject().value());
    if (procedure && !subject) this.about.subject().value.set(procedure.name);
  }
}
