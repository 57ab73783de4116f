import { Injectable, signal } from '@angular/core';

import { ObservationReasonRead, Observe } from '../../api/model';

/** One defect as it is being written. */
export interface Item {
  key: number;
  reason_code: string;
  name: string;
  text: string;
  /** `attachment:ID`, `requirement:ID`, or nothing for the whole filing. */
  about: string;
}

const KEY = 'mp-observing-';

/** The observations being written on one filing. They survive a reload, a lost session and going to another file. */
@Injectable()
export class ObservationDraft {
  private id: string | null = null;
  private last = 0;

  readonly items = signal<Item[]>([]);

  /** Takes up what was left on the filing `id`. */
  open(id: string): void {
    if (this.id === id) return;
    this.id = id;
    this.items.set(kept(id));
    this.last = Math.max(0, ...this.items().map(({ key }) => key));
  }

  add({ code, name, text }: ObservationReasonRead): number {
    const key = ++this.last;
    this.keep([...this.items(), { key, reason_code: code, name, text, about: '' }]);
    return key;
  }

  change(key: number, part: Partial<Item>): void {
    this.keep(this.items().map((item) => (item.key === key ? { ...item, ...part } : item)));
  }

  remove(key: number): void {
    this.keep(this.items().filter((item) => item.key !== key));
  }

  forget(): void {
    this.keep([]);
  }

  body(): Observe {
    return {
      items: this.items().map(({ reason_code, text, about }) => ({ reason_code, text: text.trim(), ...target(about) })),
    };
  }

  private keep(items: Item[]): void {
    this.items.set(items);
    try {
      if (items.length) sessionStorage.setItem(KEY + this.id, JSON.stringify(items));
      else sessionStorage.removeItem(KEY + this.id);
    } catch {
      // Without storage they last until the page is left.
    }
  }
}

function target(about: string): { attachment_id?: string; requirement_id?: string } {
  const [what, id] = about.split(':');
  if (!id) return {};
  return what === 'attachment' ? { attachment_id: id } : { requirement_id: id };
}

function kept(id: string): Item[] {
  try {
    const items: unknown = JSON.parse(sessionStorage.getItem(KEY + id) ?? '[]');
    return Array.isArray(items) ? (items as Item[]) : [];
  } catch {
    return [];
  }
}
