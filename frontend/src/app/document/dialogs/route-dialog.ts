import { Component, computed, input, linkedSignal, output } from '@angular/core';

import { AreaRead, DocumentRead, Route } from '../../api/model';
import { Problem } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { FormDialog } from '../../ui/form-dialog';

/** Sends a registered filing to the area that answers it, and to those that must know. */
@Component({
  selector: 'mp-route-dialog',
  imports: [Control, Field, FormDialog],
  styleUrl: './dialog-form.css',
  template: `
    <mp-form-dialog
      heading="Derivar"
      verb="Derivar"
      doing="Derivando…"
      [open]="open()"
      [busy]="busy()"
      [problem]="problem()"
      (closed)="closed.emit()"
      (sent)="submit()"
    >
      <p lead>
        Un área responde por <span class="num">{{ document().registry_number }}</span>; otras pueden recibirlo para
        conocimiento.
      </p>
      <mp-field label="Área que lo atiende" [error]="tried() && !area() ? 'Elija el área que lo atiende.' : null">
        <select #chosen mpControl (change)="area.set(chosen.value)">
          <option value="" [selected]="!area()">Elija un área</option>
          @for (each of areas(); track each.id) {
            <option [value]="each.id" [selected]="each.id === area()">
              {{ each.name }}{{ each.id === usualArea() ? ' (atiende este trámite)' : '' }}
            </option>
          }
        </select>
      </mp-field>
      <mp-field label="Indicación" [optional]="true">
        <textarea
          #words
          mpControl
          rows="2"
          maxlength="1000"
          [value]="instruction()"
          (input)="instruction.set(words.value)"
        ></textarea>
      </mp-field>
      <fieldset>
        <legend>Para conocimiento</legend>
        @for (each of others(); track each.id) {
          <label class="choice">
            <input type="checkbox" [checked]="copies().has(each.id)" (change)="toggle(each.id)" />
            <span>{{ each.name }}</span>
          </label>
        }
      </fieldset>
    </mp-form-dialog>
  `,
})
export class RouteDialog {
  readonly document = input.required<DocumentRead>();
  readonly areas = input.required<AreaRead[]>();
  /** Proposed; null when the procedure has none. */
  readonly usualArea = input.required<string | null>();
  readonly open = input.required<boolean>();
  readonly busy = input.required<boolean>();
  readonly problem = input.required<Problem | null>();
  readonly closed = output<void>();
  readonly send = output<Route>();

  private readonly of = computed(() => this.document().id);
  protected readonly area = linkedSignal({
    source: () => [this.of(), this.usualArea()] as const,
    computation: ([, usual]) => usual ?? '',
  });
  protected readonly instruction = linkedSignal({ source: this.of, computation: () => '' });
  protected readonly copies = linkedSignal<string, ReadonlySet<string>>({
    source: this.of,
    computation: () => new Set(),
  });
  protected readonly tried = linkedSignal({ source: this.open, computation: () => false });
  protected readonly others = computed(() => this.areas().filter(({ id }) => id !== this.area()));

  protected toggle(id: string): void {
    this.copies.update((copies) => {
      const next = new Set(copies);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  protected submit(): void {
    this.tried.set(true);
    if (!this.area()) return;
    const knowing = [...this.copies()].filter((id) => id !== this.area());
    this.send.emit({
      legs: [
        { area_id: this.area(), purpose: 'action', instruction: this.instruction().trim() },
        ...knowing.map((id) => ({ area_id: id, purpose: 'knowledge' as const, instruction: '' })),
      ],
    });
  }
}
