import { Component, inject, input, model, output } from '@angular/core';

import { DocumentRead, Forward, Route, Void } from '../../api/model';
import { Decision } from '../decision';
import { Performing } from '../performing';
import { ForwardDialog } from './forward-dialog';
import { RouteDialog } from './route-dialog';
import { VoidDialog } from './void-dialog';

/** The acts that ask before they are done. */
export type Asking = 'forward' | 'void' | 'route';

/** One dialog an act; at most one of them is open. */
@Component({
  selector: 'mp-act-dialogs',
  imports: [ForwardDialog, RouteDialog, VoidDialog],
  template: `
    <mp-forward-dialog
      [document]="document()"
      [open]="asking() === 'forward'"
      [busy]="performing.busy()"
      [problem]="performing.problem()"
      (closed)="asking.set(null)"
      (send)="answered.emit($event)"
    />
    <mp-void-dialog
      [document]="document()"
      [open]="asking() === 'void'"
      [busy]="performing.busy()"
      [problem]="performing.problem()"
      (closed)="asking.set(null)"
      (send)="answered.emit($event)"
    />
    <mp-route-dialog
      [document]="document()"
      [areas]="decision.areas()"
      [usualArea]="decision.usualArea()"
      [open]="asking() === 'route'"
      [busy]="performing.busy()"
      [problem]="performing.problem()"
      (closed)="asking.set(null)"
      (send)="answered.emit($event)"
    />
  `,
})
export class ActDialogs {
  protected readonly decision = inject(Decision);
  protected readonly performing = inject(Performing);

  readonly document = input.required<DocumentRead>();
  readonly asking = model.required<Asking | null>();
  readonly answered = output<Forward | Void | Route>();
}
