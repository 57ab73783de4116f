import { Component, computed, inject, input, output } from '@angular/core';

import { Dialog } from '../ui/dialog';
import { Command, Keys } from './keys';

const NAMES: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', 'Control+k': 'Ctrl K' };

/** A key as it is printed on the keyboard. */
export function printed(key: string): string {
  return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** Every key that does something on this screen. */
@Component({
  selector: 'mp-keys-help',
  imports: [Dialog],
  styles: `
    h3 {
      margin: 18px 0 4px;
      font-size: 0.875rem;
      color: var(--ink-soft);
    }
    dl {
      display: grid;
      grid-template-columns: 92px minmax(0, 1fr);
      gap: 6px 14px;
    }
    kbd {
      margin-right: 3px;
    }
    .choice {
      margin-top: 14px;
      border-top: 1px solid var(--rule);
    }
  `,
  template: `
    <mp-dialog heading="Teclas de esta pantalla" [open]="open()" (closed)="closed.emit()">
      @for (group of groups(); track group.name) {
        <h3>{{ group.name }}</h3>
        <dl>
          @for (command of group.commands; track command) {
            <dt>
              @for (key of command.keys; track $index) {
                <kbd>{{ printed(key) }}</kbd>
              }
            </dt>
            <dd>{{ command.title }}</dd>
          }
        </dl>
      }
      <label class="choice">
        <input type="checkbox" [checked]="keys.single()" (change)="keys.useSingle(!keys.single())" />
        <b>Usar teclas de una sola letra</b>
        <span class="soft small"
          >Quítelo si dicta por voz o si una tecla suelta le molesta. Ctrl K sigue sirviendo.</span
        >
      </label>
      <p class="acts"><button type="button" class="button quiet" (click)="closed.emit()">Cerrar</button></p>
    </mp-dialog>
  `,
})
export class KeysHelp {
  protected readonly keys = inject(Keys);

  readonly open = input.required<boolean>();
  readonly closed = output<void>();

  protected readonly printed = printed;
  protected readonly groups = computed(() => {
    const byName = new Map<string, Command[]>();
    for (const command of this.keys.commands().filter(({ keys }) => keys.length)) {
      byName.set(command.group, [...(byName.get(command.group) ?? []), command]);
    }
    return [...byName].map(([name, commands]) => ({ name, commands }));
  });
}
