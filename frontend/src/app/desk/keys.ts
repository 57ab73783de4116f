import { DOCUMENT } from '@angular/common';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

/** Something a person can do now, by keys and from the palette. */
export interface Command {
  title: string;
  group: string;
  /** Pressed one after the other, such as `['g', 'm']`. `Control+k` needs its modifier; empty is for the palette only. */
  keys: string[];
  run: () => void;
  enabled?: () => boolean;
  /** Moving among rows fills no palette. */
  palette?: boolean;
}

const OFF = 'mp-single-keys';
const SEQUENCE_MS = 1500;

/** Every command of the pages now on screen, and the keyboard that runs them. */
@Injectable({ providedIn: 'root' })
export class Keys {
  private readonly document = inject(DOCUMENT);
  private readonly registered = signal<Command[][]>([]);
  private pending: string[] = [];
  private pendingSince = 0;

  /** Single letters can be switched off: who dictates to the computer would run them by speaking (WCAG 2.1.4). */
  readonly single = signal(stored() !== 'off');
  /** The newest page first: it wins where two use one key. */
  readonly commands = computed(() =>
    this.registered()
      .slice()
      .reverse()
      .flat()
      .filter(({ enabled }) => enabled?.() ?? true),
  );

  constructor() {
    this.document.addEventListener('keydown', (event) => this.pressed(event));
  }

  /** Adds `commands` until the caller is destroyed. */
  during(destroyRef: DestroyRef, commands: Command[]): void {
    this.registered.update((now) => [...now, commands]);
    destroyRef.onDestroy(() => this.registered.update((now) => now.filter((each) => each !== commands)));
  }

  useSingle(on: boolean): void {
    this.single.set(on);
    try {
      localStorage.setItem(OFF, on ? 'on' : 'off');
    } catch {
      // Without storage the choice lasts until the page is left.
    }
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || this.document.querySelector('dialog[open]')) return;
    const key = nameOf(event);
    const modified = key.includes('+');
    if (!modified && (!this.single() || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)))
      return;
    if (key === 'Enter' && (event.target as Element).closest('a, button, summary, input, select, textarea')) return;
    const sequence = event.timeStamp - this.pendingSince < SEQUENCE_MS ? [...this.pending, key] : [key];
    const found =
      this.commands().find(({ keys }) => same(keys, sequence)) ?? this.commands().find(({ keys }) => same(keys, [key]));
    this.pending = found || modified ? [] : sequence.slice(-1);
    this.pendingSince = event.timeStamp;
    if (!found) return;
    event.preventDefault();
    found.run();
  }
}

function nameOf(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey) return `Control+${event.key.toLowerCase()}`;
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

function same(keys: string[], pressed: string[]): boolean {
  return keys.length > 0 && keys.length === pressed.length && keys.every((key, index) => key === pressed[index]);
}

function takesText(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (element?.isContentEditable) return true;
  if (element?.matches?.('input:not([type="checkbox"], [type="radio"]), textarea, select')) return true;
  return false;
}

function stored(): string | null {
  try {
    return localStorage.getItem(OFF);
  } catch {
    return null;
  }
}
