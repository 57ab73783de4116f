import { DOCUMENT } from '@angular/common';
import { inject } from '@angular/core';
import { NavigationError } from '@angular/router';

import { Connection } from '../problems/connection';

const KEY = 'mp-loaded-again';
const AGAIN_MS = 15_000;

/**
 * A page whose code did not arrive, because the network was cut or a newer version has taken its place, is loaded whole:
 * once the network is back, and not again and again. Use it where injecting is allowed.
 */
export function loadLostCode({ error, url }: NavigationError): void {
  if (!/dynamically imported module|importing a module/i.test(String(error))) return;
  const page = inject(DOCUMENT).defaultView!;
  void inject(Connection)
    .returned()
    .then(() => lately(page.sessionStorage) || page.location.assign(url));
}

function lately(storage: Storage): boolean {
  try {
    const last = Number(storage.getItem(KEY));
    storage.setItem(KEY, String(Date.now()));
    return Date.now() - last < AGAIN_MS;
  } catch {
    // Without storage nothing would stop a page that never comes.
    return true;
  }
}
