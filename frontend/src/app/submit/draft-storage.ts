import { SavedDraft } from './draft';

const KEY = 'mp-borrador';

/** The draft this browser keeps, or null. A draft of another format, or one that was damaged, is not a draft. */
export function readDraft(): SavedDraft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(KEY) ?? 'null') as SavedDraft | null;
    return draft?.format === 1 ? draft : null;
  } catch {
    return null;
  }
}

/** False when this browser keeps nothing. */
export function writeDraft(draft: SavedDraft): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function removeDraft(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
