import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { AreaChanges, AreaRead, NewArea } from '../../api/model';

const AREAS = '/api/v1/areas';

/** The areas that files are sent to, for an admin. */
@Injectable({ providedIn: 'root' })
export class Areas {
  private readonly http = inject(HttpClient);

  create(body: NewArea): Promise<AreaRead> {
    return firstValueFrom(this.http.post<AreaRead>(AREAS, body));
  }

  change({ id }: AreaRead, body: AreaChanges): Promise<AreaRead> {
    return firstValueFrom(this.http.patch<AreaRead>(`${AREAS}/${id}`, body));
  }
}
