import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import {
  AreaRead,
  DocumentTypeChanges,
  DocumentTypeRead,
  NewDocumentType,
  NewObservationReason,
  NewProcedure,
  ObservationReasonChanges,
  ObservationReasonRead,
  ProcedureChanges,
  ProcedureRead,
} from '../api/model';
import { everything } from './everything';

const API = '/api/v1';

/** What can be asked for and observed, in use or not. Every call throws HttpErrorResponse when it fails. */
@Injectable({ providedIn: 'root' })
export class Catalogue {
  private readonly http = inject(HttpClient);

  procedures(): Promise<ProcedureRead[]> {
    return everything(this.http, `${API}/procedures`, true);
  }

  areas(): Promise<AreaRead[]> {
    return everything(this.http, `${API}/areas`, true);
  }

  createProcedure(body: NewProcedure): Promise<ProcedureRead> {
    return firstValueFrom(this.http.post<ProcedureRead>(`${API}/procedures`, body));
  }

  changeProcedure(id: string, body: ProcedureChanges): Promise<ProcedureRead> {
    return firstValueFrom(this.http.patch<ProcedureRead>(`${API}/procedures/${id}`, body));
  }

  types(): Promise<DocumentTypeRead[]> {
    return everything(this.http, `${API}/document-types`, true);
  }

  createType(body: NewDocumentType): Promise<DocumentTypeRead> {
    return firstValueFrom(this.http.post<DocumentTypeRead>(`${API}/document-types`, body));
  }

  changeType(code: string, body: DocumentTypeChanges): Promise<DocumentTypeRead> {
    return firstValueFrom(this.http.patch<DocumentTypeRead>(`${API}/document-types/${encodeURIComponent(code)}`, body));
  }

  reasons(): Promise<ObservationReasonRead[]> {
    return everything(this.http, `${API}/observation-reasons`, true);
  }

  createReason(body: NewObservationReason): Promise<ObservationReasonRead> {
    return firstValueFrom(this.http.post<ObservationReasonRead>(`${API}/observation-reasons`, body));
  }

  changeReason(id: string, body: ObservationReasonChanges): Promise<ObservationReasonRead> {
    return firstValueFrom(this.http.patch<ObservationReasonRead>(`${API}/observation-reasons/${id}`, body));
  }
}
