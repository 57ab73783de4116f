import { inject, Injectable, signal } from '@angular/core';

import { DocumentRead } from '../api/model';
import { Problem, problemOf } from '../problems/problem';
import { Acts, Bodies, Verb } from './acts';
import { changesSaid } from './changes';

const CHANGED = [409, 412];

/** Performs acts one at a time. When the filing had changed meanwhile, it says what changed and loses nothing typed. */
@Injectable()
export class Performing {
  private readonly acts = inject(Acts);

  readonly busy = signal(false);
  readonly problem = signal<Problem | null>(null);
  /** What others did since the filing was read; empty when nothing did. */
  readonly changes = signal<string[]>([]);

  /** Answers the filing after the act; as others left it when the act came too late, with `done: false`. */
  async perform<V extends Verb>(
    verb: V,
    seen: DocumentRead,
    body: Bodies[V],
  ): Promise<{ document: DocumentRead; done: boolean } | null> {
    if (this.busy()) return null;
    this.busy.set(true);
    this.clear();
    try {
      return { document: await this.acts.perform(verb, seen, body), done: true };
    } catch (error) {
      this.problem.set(problemOf(error));
      return CHANGED.includes(this.problem()!.status) ? await this.lookAgain(seen) : null;
    } finally {
      this.busy.set(false);
    }
  }

  clear(): void {
    this.problem.set(null);
    this.changes.set([]);
  }

  /** The filing as it is now; says what changed since `seen`. Null when it cannot be read. */
  async lookAgain(seen: DocumentRead): Promise<{ document: DocumentRead; done: boolean } | null> {
    try {
      const document = await this.acts.read(seen.id);
      if (document.version !== seen.version) {
        this.changes.set(changesSaid(seen, document, await this.acts.between(seen, document)));
      }
      return { document, done: false };
    } catch {
      return null;
    }
  }
}
