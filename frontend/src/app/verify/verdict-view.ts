import { Component, computed, input } from '@angular/core';

import { exactHour, longDay } from '../ui/dates';
import { FileSize } from '../ui/file-size';
import { Line } from '../ui/line';
import { Verdict } from './verification';

const KINDS: Record<string, string> = {
  presentation: 'Constancia de presentación',
  reception: 'Cargo de recepción',
  answer: 'Respuesta',
  seal: 'Sello diario del registro',
};

/** A plain yes or no, then the proof. */
@Component({
  selector: 'mp-verdict',
  imports: [FileSize, Line],
  templateUrl: './verdict-view.html',
  styleUrl: './verdict-view.css',
})
export class VerdictView {
  readonly verdict = input.required<Verdict>();

  protected readonly answer = computed(() => (this.verdict().authentic ? 'Sí, es auténtica.' : 'No es auténtica.'));
  protected readonly kind = computed(() => KINDS[this.verdict().proof?.kind ?? ''] ?? 'Constancia');
  protected readonly issued = computed(() => {
    const instant = this.verdict().proof?.issued_at ?? this.verdict().facts?.instant;
    if (!instant) return null;
    const at = new Date(instant);
    return `${longDay(at)}, ${exactHour(at)} (hora de Lima)`;
  });
  protected readonly numbers = computed(() => {
    const { proof, facts } = this.verdict();
    return {
      number: proof?.number ?? facts?.number ?? null,
      registry: proof?.registry_number ?? facts?.registryNumber ?? null,
    };
  });
  protected readonly signature = computed(() => {
    const signature = this.verdict().signature;
    if (!signature) return null;
    return signature.intact ? `De ${signature.signer}; intacta` : `De ${signature.signer}; el archivo cambió después`;
  });
  /** A file that is not ours to the byte may still name a receipt of ours: its proof is then the true one's. */
  protected readonly heading = computed(() =>
    this.verdict().authentic ? 'Lo que acredita' : 'La verdadera, según nuestro registro',
  );
}
