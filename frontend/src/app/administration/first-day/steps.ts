import { SetupItem } from '../../api/model';

/** What each step of the first day is called, and where it is done. */
interface Step {
  name: string;
  /** The screen, and what its link says. */
  at?: { route: string; fragment?: string; verb: string };
  /** What is set on the server stands in the deployment guide. */
  chapter?: string;
}

export const STEPS: Record<SetupItem['code'], Step> = {
  institution: {
    name: 'Datos de la institución',
    at: { route: '/mesa/institucion', fragment: 'datos', verb: 'Escribir los datos' },
  },
  hours: {
    name: 'Horario y regla de fechas',
    at: { route: '/mesa/institucion', fragment: 'horario', verb: 'Confirmar el horario' },
  },
  areas: { name: 'Áreas', at: { route: '/mesa/areas', verb: 'Crear las áreas' } },
  users: { name: 'Personas', at: { route: '/mesa/personas', verb: 'Crear las cuentas' } },
  procedures: { name: 'Trámites', at: { route: '/mesa/tramites', verb: 'Escribir los trámites' } },
  mail: { name: 'Correo', chapter: '7. Variables de entorno' },
  certificate: { name: 'Certificado de la página', chapter: '8. SSL/TLS y seguridad' },
  signing_key: { name: 'Firma de las constancias', chapter: '8. SSL/TLS y seguridad' },
};
