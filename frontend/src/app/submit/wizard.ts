import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';

import { DraftStore } from './draft-store';
import { Sending } from './sending';

/** Keeps the draft open while its four steps come and go. */
@Component({
  selector: 'mp-wizard',
  imports: [RouterOutlet],
  providers: [DraftStore, Sending],
  template: '<router-outlet />',
})
export default class Wizard {
  constructor() {
    // Opened with the wizard, not with its first step that asks for it: a reload begins to send files at once.
    inject(DraftStore);
  }
}
