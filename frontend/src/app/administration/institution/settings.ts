import { HttpClient, httpResource } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import {
  ConsentRead,
  CutoffRuleRead,
  NewConsentText,
  NewCutoffRule,
  SettingsChanges,
  SettingsRead,
} from '../../api/model';
import { Setup } from '../../desk/setup';
import { Institution } from '../../institution/institution';

const SETTINGS = '/api/v1/settings';

/** What an administrator keeps of the institution. Every change throws HttpErrorResponse when it fails. */
@Injectable()
export class InstitutionSettings {
  private readonly http = inject(HttpClient);
  private readonly institution = inject(Institution);
  private readonly setup = inject(Setup);

  readonly read = httpResource<SettingsRead>(() => SETTINGS);

  async change(body: SettingsChanges): Promise<void> {
    this.read.set(await firstValueFrom(this.http.patch<SettingsRead>(SETTINGS, body)));
    this.institution.facts.reload();
    this.setup.saved();
  }

  async addRule(body: NewCutoffRule): Promise<void> {
    const rule = await firstValueFrom(this.http.post<CutoffRuleRead>(`${SETTINGS}/cutoff-rules`, body));
    this.setRules((rules) => [...rules.filter(({ valid_from }) => valid_from !== rule.valid_from), rule]);
  }

  async removeRule({ valid_from }: CutoffRuleRead): Promise<void> {
    await firstValueFrom(this.http.delete(`${SETTINGS}/cutoff-rules/${valid_from}`));
    this.setRules((rules) => rules.filter((rule) => rule.valid_from !== valid_from));
  }

  async publish(body: NewConsentText): Promise<void> {
    const text = await firstValueFrom(this.http.post<ConsentRead>(`${SETTINGS}/consent-texts`, body));
    this.read.update((known) => known && { ...known, consent_texts: [text, ...known.consent_texts] });
    this.institution.facts.reload();
  }

  private setRules(change: (rules: CutoffRuleRead[]) => CutoffRuleRead[]): void {
    this.read.update((known) => known && { ...known, cutoff_rules: change(known.cutoff_rules) });
    this.institution.facts.reload();
    this.setup.saved();
  }
}
