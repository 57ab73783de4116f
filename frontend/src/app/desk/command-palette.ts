import { Component, computed, effect, ElementRef, inject, input, output, signal, viewChild } from '@angular/core';

import { Dialog } from '../ui/dialog';
import { Command, Keys } from './keys';
import { printed } from './keys-help';

/** Everything that can be done here, found by its words. */
@Component({
  selector: 'mp-command-palette',
  imports: [Dialog],
  styles: `
    ul {
      margin-top: 10px;
      max-height: 46vh;
      overflow: auto;
    }
    li {
      display: flex;
      gap: 4px;
      align-items: center;
      min-height: 44px;
      padding: 4px 12px;
      border-top: 1px solid var(--rule);
      cursor: pointer;
    }
    li span {
      margin-right: auto;
    }
    li[aria-selected='true'] {
      background: var(--stamp-wash);
      box-shadow: inset 3px 0 var(--stamp);
    }
  `,
  template: `
    <mp-dialog heading="¿Qué quiere hacer?" [open]="open()" (closed)="closed.emit()">
      <input
        #words
        class="control"
        role="combobox"
        aria-label="Busque una orden"
        aria-expanded="true"
        aria-controls="palette-list"
        autocomplete="off"
        placeholder="Escriba: tomar, avisos, tema…"
        [attr.aria-activedescendant]="found().length ? 'palette-' + at() : null"
        [value]="text()"
        (input)="search(words.value)"
        (keydown)="pressed($event)"
      />
      <ul class="plain" id="palette-list" role="listbox" aria-label="Órdenes">
        @for (command of found(); track command) {
          <!-- The field above owns the keyboard, as in every combobox. -->
          <!-- eslint-disable-next-line @angular-eslint/template/click-events-have-key-events, @angular-eslint/template/interactive-supports-focus -->
          <li role="option" [id]="'palette-' + $index" [attr.aria-selected]="$index === at()" (click)="choose(command)">
            <span>{{ command.title }}</span>
            @for (key of command.keys; track $index) {
              <kbd>{{ printed(key) }}</kbd>
            }
          </li>
        } @empty {
          <li role="option" aria-selected="false">Ninguna orden se llama así.</li>
        }
      </ul>
    </mp-dialog>
  `,
})
export class CommandPalette {
  private readonly keys = inject(Keys);
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('words');

  readonly open = input.required<boolean>();
  readonly closed = output<void>();

  protected readonly printed = printed;
  protected readonly text = signal('');
  protected readonly at = signal(0);
  protected readonly found = computed(() => {
    const words = plain(this.text()).split(/\s+/);
    const offered = this.keys.commands().filter(({ palette }) => palette !== false);
    return offered.filter(({ title, group }) => words.every((word) => plain(`${title} ${group}`).includes(word)));
  });

  constructor() {
    effect(() => {
      if (!this.open()) return;
      this.search('');
      this.field().nativeElement.focus();
    });
  }

  protected search(text: string): void {
    this.text.set(text);
    this.at.set(0);
  }

  protected pressed(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.at.update((at) => Math.max(0, Math.min(this.found().length - 1, at + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const command = this.found()[this.at()];
      if (command) this.choose(command);
    }
  }

  protected choose(command: Command): void {
    this.closed.emit();
    // The dialog gives the focus back first; the command may want it elsewhere.
    setTimeout(() => command.run());
  }
}

function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').trim();
}
