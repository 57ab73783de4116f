import { Component, input, output } from '@angular/core';

import { StaffAttachment } from '../../api/model';
import { FileSize } from '../../ui/file-size';
import { Thumbnail } from './thumbnail';

/** Every file of the filing, at the foot of the one shown. */
@Component({
  selector: 'mp-strip',
  imports: [FileSize, Thumbnail],
  styles: `
    ul {
      background: var(--paper);
      border-top: 1px solid var(--rule);
      display: flex;
      gap: 10px;
      padding: 10px 12px;
      overflow-x: auto;
    }
    button {
      display: grid;
      justify-items: center;
      gap: 2px;
      width: 86px;
      padding: 5px 2px;
      background: none;
      border: 0;
      font-size: 0.8125rem;
      line-height: 1.25;
      cursor: pointer;
    }
    small {
      color: var(--ink-soft);
    }
    span {
      max-width: 100%;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    mp-thumbnail {
      margin-bottom: 3px;
    }
    [aria-pressed='true'] mp-thumbnail {
      outline: 2px solid var(--stamp);
    }
    [aria-pressed='true'] span {
      font-weight: 620;
    }
  `,
  template: `
    <ul class="plain" aria-label="Archivos">
      @for (file of attachments(); track file.id) {
        <li>
          <button
            type="button"
            [title]="file.title + ' — ' + file.filename"
            [attr.aria-pressed]="file.id === current()"
            (click)="chosen.emit($index)"
          >
            <mp-thumbnail [file]="file" />
            <span>{{ file.kind === 'main' ? 'Escrito' : file.title }}</span>
            <small>{{ file.pages ? file.pages + ' pág' : (file.size | fileSize) }}</small>
          </button>
        </li>
      }
    </ul>
  `,
})
export class Strip {
  readonly attachments = input.required<StaffAttachment[]>();
  readonly current = input.required<string>();
  readonly chosen = output<number>();
}
