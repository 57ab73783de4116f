import { Component, ElementRef, inject, input, model } from '@angular/core';

import { Control, Field } from '../../ui/field';
import { moved, RequirementDraft } from './procedure-draft';

let count = 0;
const BLANK = { id: null, name: '', required: true, formats: [] };

/** What a procedure asks for, in the order in which it is asked. */
@Component({
  selector: 'mp-requirements-editor',
  imports: [Control, Field],
  styleUrl: './requirements-editor.css',
  templateUrl: './requirements-editor.html',
})
export class RequirementsEditor {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);

  readonly requirements = model.required<RequirementDraft[]>();
  /** The extensions that the institution accepts. */
  readonly extensions = input.required<string[]>();
  /** What is wrong with a field, by its dotted path; null when nothing is. */
  readonly fault = input.required<(path: string) => string | null>();
  readonly tried = input.required<boolean>();

  protected nameFault(index: number): string | null {
    if (this.tried() && !this.requirements()[index].name.trim()) return 'Escriba qué se pide.';
    return this.fault()(`requirements.${index}.name`);
  }

  protected change(index: number, part: Partial<RequirementDraft>): void {
    this.requirements.update((all) => all.map((each, at) => (at === index ? { ...each, ...part } : each)));
  }

  protected toggle(index: number, format: string): void {
    const { formats } = this.requirements()[index];
    const next = formats.includes(format) ? formats.filter((each) => each !== format) : [...formats, format];
    this.change(index, { formats: next });
  }

  protected add(): void {
    this.requirements.update((all) => [...all, { ...BLANK, key: `new-${++count}` }]);
    this.focus(this.requirements().length - 1, 'input');
  }

  protected remove(index: number): void {
    this.requirements.update((all) => all.filter((_, at) => at !== index));
    this.focus(Math.min(index, this.requirements().length - 1), '.remove');
  }

  /** The focus goes along with what moves: pressing again moves it further. */
  protected move(index: number, step: 1 | -1, event?: Event): void {
    event?.preventDefault();
    const next = moved(this.requirements(), index, step);
    if (next === this.requirements()) return;
    this.requirements.set(next);
    this.focus(index + step, event ? 'input' : step === 1 ? '.down' : '.up');
  }

  private focus(index: number, selector: string): void {
    setTimeout(() => {
      const row = this.element.nativeElement.querySelectorAll('li')[index];
      const wanted = row?.querySelector<HTMLElement>(`${selector}:not(:disabled)`) ?? row?.querySelector('input');
      (wanted ?? this.element.nativeElement.querySelector<HTMLElement>('.add'))?.focus();
    });
  }
}
