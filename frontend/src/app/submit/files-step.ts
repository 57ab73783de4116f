import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { Router } from '@angular/router';

import type { RequirementRead } from '../api/model';
import { Institution } from '../institution/institution';
import { Control, Field } from '../ui/field';
import { errorOf } from '../ui/field-rules';
import { limitSize } from '../ui/file-size';
import { Leaf } from '../ui/leaf';
import { Line } from '../ui/line';
import { plural } from '../ui/plural';
import { FileCard } from '../uploads/file-card';
import { FilePicker } from '../uploads/file-picker';
import { DraftStore } from './draft-store';
import { Annexed } from './filing';
import { StepEnd } from './step-end';
import { Steps } from './steps';

@Component({
  selector: 'mp-files-step',
  imports: [Control, Field, FileCard, FilePicker, FormField, Leaf, Line, StepEnd, Steps],
  templateUrl: './files-step.html',
  styleUrl: './files-step.css',
})
export default class FilesStep {
  private readonly router = inject(Router);
  private readonly institution = inject(Institution);
  protected readonly store = inject(DraftStore);

  protected readonly papers = this.store.form.papers;
  protected readonly requirements = computed(() =>
    (this.store.procedure()?.requirements ?? []).map((requirement) => ({
      ...requirement,
      annex: this.store.annexes().find(({ requirement_id }) => requirement_id === requirement.id) ?? null,
    })),
  );
  protected readonly met = computed(
    () => `${this.requirements().filter(({ annex }) => annex).length} de ${this.requirements().length}`,
  );
  protected readonly free = computed(() => this.store.annexes().filter(({ requirement_id }) => !requirement_id));
  protected readonly accepted = computed(() => {
    const known = this.institution.known();
    return known ? `PDF, fotos, Word o Excel, hasta ${limitSize(known.max_upload_size)} cada uno.` : '';
  });
  protected readonly fee = computed(() => Number(this.store.procedure()?.fee ?? 0));
  protected readonly counted = computed(() => plural(this.store.pages(), 'página'));
  protected readonly differs = computed(
    () => this.store.pages() > 0 && this.store.data().papers.folios !== String(this.store.pages()),
  );
  protected readonly blocked = signal('');
  protected readonly errorOf = errorOf;

  constructor() {
    effect(() => this.proposeFolios(this.store.pages()));
  }

  protected attachFree(files: File[]): void {
    const room = this.store.room();
    files.slice(0, room).forEach((file) => this.store.attach(file, null, nameOf(file)));
    this.blocked.set(
      files.length > room ? `Puede adjuntar ${room + this.store.files().length} archivos como máximo.` : '',
    );
  }

  protected attachFor(requirement: RequirementRead, [file]: File[], instead?: Annexed): void {
    if (instead || this.store.room() > 0) this.store.attach(file, requirement.id, requirement.name, instead);
    else this.blocked.set('Llegó al máximo de archivos. Quite uno, o únalos en un solo PDF.');
  }

  protected swap(annex: Annexed, [file]: File[]): void {
    this.store.attach(file, null, nameOf(file), annex);
  }

  protected declareCounted(): void {
    this.papers.folios().value.set(String(this.store.pages()));
  }

  protected next(): void {
    this.papers().markAsTouched();
    this.blocked.set(this.whatBlocks());
    const [error] = this.papers().errorSummary();
    if (error) error.fieldTree().focusBoundControl();
    else if (!this.blocked()) void this.router.navigate(['/presentar', 'revisar']);
  }

  private whatBlocks(): string {
    if (!this.store.main()) return 'Adjunte su escrito principal para continuar.';
    const bad = this.store.files().find((file) => ['refused', 'failed'].includes(file.state()));
    return bad ? `Cambie o quite “${bad.name}”: así no se puede presentar.` : '';
  }

  /** Until the person says otherwise, as many folios as pages were counted. */
  private proposeFolios(pages: number): void {
    const folios = untracked(() => this.papers.folios());
    if (pages && !untracked(() => folios.dirty())) folios.value.set(String(pages));
  }
}

function nameOf(file: File): string {
  return file.name.replace(/\.[^.]+$/, '').slice(0, 200);
}
