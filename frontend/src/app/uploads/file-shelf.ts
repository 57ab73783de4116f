import { Injectable } from '@angular/core';

const STORE = 'files';

/**
 * The bytes of attached files, in this browser's IndexedDB, so that a reload can go on sending them. Where the browser
 * gives no storage (private windows), files live as long as the page.
 */
@Injectable({ providedIn: 'root' })
export class FileShelf {
  private readonly memory = new Map<string, Blob>();
  private opening: Promise<IDBDatabase> | null = null;

  async put(key: string, contents: Blob): Promise<void> {
    this.memory.set(key, contents);
    await this.run('readwrite', (store) => store.put(contents, key));
  }

  async get(key: string): Promise<Blob | null> {
    const kept = this.memory.get(key) ?? (await this.run('readonly', (store) => store.get(key) as IDBRequest<Blob>));
    return kept ?? null;
  }

  async remove(key: string): Promise<void> {
    this.memory.delete(key);
    await this.run('readwrite', (store) => store.delete(key));
  }

  private async run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
    try {
      const database = await (this.opening ??= open());
      return await settled(act(database.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      return null;
    }
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('mesa-de-partes', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
