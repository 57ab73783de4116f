import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import type { FileVerification, Verification } from '../api/model';
import { Problem, problemOf } from '../problems/problem';
import { InstitutionKeys } from './institution-keys';
import { QrFacts, verifyQr } from './qr-text';

/** The answer to "is it authentic?", with its proof as far as it is known. */
export interface Verdict {
  authentic: boolean;
  /** One sentence: why yes, or why no. */
  why: string;
  /** How it was looked at: the record of the institution, the file to the byte, or the QR's signature in this browser. */
  by: 'code' | 'file' | 'qr';
  /** What the institution's record says. */
  proof: Verification | null;
  /** What the signed QR says. */
  facts: QrFacts | null;
  /** The file that was handed in. */
  filename: string | null;
  signature: FileVerification['signature'];
}

const NOTHING = { proof: null, facts: null, filename: null, signature: null };

/** Verifies one thing at a time; the last asked is the one shown. */
@Injectable()
export class Verifier {
  private readonly http = inject(HttpClient);
  private readonly keys = inject(InstitutionKeys);

  readonly busy = signal(false);
  readonly verdict = signal<Verdict | null>(null);
  readonly problem = signal<Problem | null>(null);

  byCode(code: string): Promise<void> {
    return this.run(async () => {
      const proof = await this.record(code);
      if (!proof) return no('code', 'Esta institución no emitió ninguna constancia con ese código.');
      return { ...NOTHING, authentic: true, by: 'code', proof, why: 'La institución la emitió.' };
    });
  }

  byFile(file: File): Promise<void> {
    return this.run(async () => {
      const form = new FormData();
      form.append('file', file);
      const said = await firstValueFrom(this.http.post<FileVerification>('/api/v1/verify', form));
      const { valid: authentic, reason: why, signature } = said;
      return {
        ...NOTHING,
        authentic,
        why,
        by: 'file',
        proof: said.number ? said : null,
        filename: file.name,
        signature,
      };
    });
  }

  /** `text` is the whole address with what follows `#`. The server is asked too, but not needed. */
  byQr(text: string, code: string): Promise<void> {
    return this.run(async () => {
      const keys = await this.keys.known();
      const checked = keys && (await verifyQr(text, keys));
      if (checked?.authentic === false) {
        return no('qr', 'La firma del QR no corresponde: fue cambiado, o no es de esta institución.');
      }
      const facts = checked ? checked.facts : null;
      if (facts && facts.code !== plain(code)) {
        return no('qr', 'El código de la dirección no es el que está firmado en el QR.');
      }
      const proof = await this.record(code).catch((error: unknown) => {
        if (facts) return undefined;
        throw error;
      });
      if (proof === null) return no('qr', 'Esta institución no emitió ninguna constancia con ese código.');
      const why = facts
        ? 'La firma del QR es de la institución. Se comprobó en este equipo.'
        : 'La institución la emitió. Este navegador no pudo comprobar además la firma del QR.';
      return { ...NOTHING, authentic: true, why, by: 'qr', proof: proof ?? null, facts };
    });
  }

  forget(): void {
    this.verdict.set(null);
    this.problem.set(null);
  }

  /** Null when there is no such receipt. Throws HttpErrorResponse. */
  private async record(code: string): Promise<Verification | null> {
    try {
      return await firstValueFrom(this.http.get<Verification>(`/api/v1/verify/${encodeURIComponent(code)}`));
    } catch (error) {
      if (problemOf(error).status === 404) return null;
      throw error;
    }
  }

  private async run(look: () => Promise<Verdict>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.forget();
    try {
      this.verdict.set(await look());
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }
}

function no(by: Verdict['by'], why: string): Verdict {
  return { ...NOTHING, authentic: false, by, why };
}

/** As codes are kept: case, dashes and spaces do not matter, and O, I, L are 0, 1, 1. */
function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
}
