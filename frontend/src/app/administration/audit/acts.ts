import { actSaid } from '../../desk/words';

/** What the trail keeps, by subject: code, and how a person says it. */
export const GROUPS: { name: string; acts: Record<string, string> }[] = [
  {
    name: 'Administración',
    acts: {
      settings_changed: 'Cambió la institución',
      hours_confirmed: 'Confirmó el horario',
      cutoff_rule_set: 'Puso una regla de fechas',
      cutoff_rule_removed: 'Quitó una regla de fechas',
      consent_text_published: 'Publicó un consentimiento',
      legal_rule_set: 'Puso la norma de una regla',
      procedure_created: 'Creó un trámite',
      procedure_changed: 'Cambió un trámite',
      document_type_created: 'Creó un tipo de documento',
      document_type_changed: 'Cambió un tipo de documento',
      observation_reason_created: 'Creó un motivo de observación',
      observation_reason_changed: 'Cambió un motivo de observación',
      closure_added: 'Declaró un día no laborable',
      closure_removed: 'Volvió laborable un día',
      area_created: 'Creó un área',
      area_changed: 'Cambió un área',
      user_created: 'Creó una cuenta',
      user_changed: 'Cambió una cuenta',
      password_reset_sent: 'Envió un enlace de contraseña',
      keeping_requested: 'Pidió una copia o una comprobación',
    },
  },
  {
    name: 'Cuentas',
    acts: {
      register: 'Se registró una cuenta',
      email_verified: 'Confirmó su correo',
      log_in: 'Ingresó',
      log_in_failed: 'No pudo ingresar',
      log_out: 'Salió',
      session_ended: 'Se cerró una sesión',
      refresh_replayed: 'Se cortó una sesión copiada',
      password_changed: 'Cambió su contraseña',
      password_forgotten: 'Pidió recuperar su contraseña',
      password_reset: 'Eligió otra contraseña',
      profile_changed: 'Cambió sus datos',
      totp_on: 'Activó los dos pasos',
      totp_off: 'Apagó los dos pasos',
    },
  },
  {
    name: 'Documentos',
    acts: {
      read: 'Abrió un documento',
      file_read: 'Abrió un archivo',
      access_key_replaced: 'Se cambió una clave de acceso',
      taken_over: 'Se llevó un trámite a su cuenta',
      ...Object.fromEntries(
        ['present', 'receive', 'observe', 'correct', 'lapse', 'route', 'accept', 'return', 'answer', 'withdraw'].map(
          (act) => [act, actSaid(act)],
        ),
      ),
      ...Object.fromEntries(['forward', 'void', 'claim', 'release'].map((act) => [act, actSaid(act)])),
    },
  },
];

const KNOWN: Record<string, string> = Object.assign({}, ...GROUPS.map(({ acts }) => acts));

export function sentenceFor(action: string): string {
  return KNOWN[action] ?? actSaid(action);
}
