import { Component, inject } from '@angular/core';

import { Institution } from '../institution/institution';
import { Line } from '../ui/line';

@Component({
  selector: 'mp-accessibility-page',
  imports: [Line],
  templateUrl: './accessibility-page.html',
})
export default class AccessibilityPage {
  protected readonly institution = inject(Institution).known;
}
