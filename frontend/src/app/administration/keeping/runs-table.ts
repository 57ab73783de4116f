import { Component, computed, input } from '@angular/core';

import { KeepingRunRead } from '../../api/model';
import { Moment } from '../../ui/dates';
import { StateMark } from '../../ui/state-mark';
import { endOf, lasted, WORDS } from './standing';

/** The last runs of every kind. */
@Component({
  selector: 'mp-runs-table',
  imports: [Moment, StateMark],
  styleUrl: '../list.css',
  template: `
    <table class="rows">
      <caption class="unseen">
        Las últimas
      </caption>
      <thead>
        <tr>
          <th scope="col">Qué</th>
          <th scope="col">Cuándo</th>
          <th scope="col">Tardó</th>
          <th scope="col">Resultado</th>
        </tr>
      </thead>
      <tbody>
        @for (run of lines(); track run.id) {
          <tr>
            <td>
              {{ run.name }}
              <small>{{ run.summary }}</small>
              @if (run.requested_by) {
                <small>A pedido de {{ run.requested_by }}.</small>
              }
            </td>
            <td>{{ run.finished_at | moment }}</td>
            <td class="wide-only">{{ run.took }}</td>
            <td>
              <mp-state [tone]="run.end.tone">{{ run.end.word }}</mp-state>
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class RunsTable {
  readonly runs = input.required<KeepingRunRead[]>();

  protected readonly lines = computed(() =>
    this.runs().map((run) => ({
      ...run,
      name: WORDS[run.kind].name,
      end: endOf(run),
      took: run.seconds === null ? '' : lasted(run.seconds),
    })),
  );
}
