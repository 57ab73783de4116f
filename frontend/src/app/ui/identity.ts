import type { IdentityType } from '../api/model';

export const IDENTITY_NAMES: Record<IdentityType, string> = {
  dni: 'DNI',
  ce: 'Carné de extranjería',
  passport: 'Pasaporte',
  ruc: 'RUC',
  ptp: 'PTP',
};

interface Shape {
  length: [number, number];
  digitsOnly: boolean;
  sentence: string;
}

const SHAPES: Record<IdentityType, Shape> = {
  dni: { length: [8, 8], digitsOnly: true, sentence: 'El DNI tiene 8 dígitos.' },
  ce: { length: [9, 12], digitsOnly: false, sentence: 'El carné de extranjería tiene de 9 a 12 letras o dígitos.' },
  passport: { length: [5, 15], digitsOnly: false, sentence: 'El pasaporte tiene de 5 a 15 letras o dígitos.' },
  ruc: { length: [11, 11], digitsOnly: true, sentence: 'El RUC tiene 11 dígitos.' },
  ptp: { length: [5, 15], digitsOnly: false, sentence: 'El PTP tiene de 5 a 15 letras o dígitos.' },
};

const RUC_KINDS = ['10', '15', '16', '17', '20'];
const RUC_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

export interface Fault {
  message: string;
  /** More typing cannot mend it, so it may be said before the person leaves the field. */
  certain: boolean;
}

/** What is wrong with an identity number, as the server would judge it; null when nothing is. */
export function identityFault(type: IdentityType, typed: string): Fault | null {
  const { length, digitsOnly, sentence } = SHAPES[type];
  const number = typed.trim().toUpperCase();
  if (!(digitsOnly ? /^[0-9]*$/ : /^[0-9A-Z]*$/).test(number)) {
    return { message: `${sentence} Escríbalo sin espacios ni guiones.`, certain: true };
  }
  if (number.length > length[1]) return { message: sentence, certain: true };
  if (number.length < length[0]) return { message: sentence, certain: false };
  if (type === 'ruc' && !(RUC_KINDS.includes(number.slice(0, 2)) && rucDigit(number) === Number(number[10]))) {
    return { message: 'El RUC no es válido: revise sus dígitos.', certain: true };
  }
  return null;
}

/** SUNAT's check digit, modulo 11. */
function rucDigit(number: string): number {
  const sum = RUC_WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return (11 - (sum % 11)) % 10;
}

const DEPARTMENTS = [
  'Amazonas',
  'Áncash',
  'Apurímac',
  'Arequipa',
  'Ayacucho',
  'Cajamarca',
  'Callao',
  'Cusco',
  'Huancavelica',
  'Huánuco',
  'Ica',
  'Junín',
  'La Libertad',
  'Lambayeque',
  'Lima',
  'Loreto',
  'Madre de Dios',
  'Moquegua',
  'Pasco',
  'Piura',
  'Puno',
  'San Martín',
  'Tacna',
  'Tumbes',
  'Ucayali',
];

/** The department of an INEI ubigeo, once its first two digits are known. */
export function departmentOf(ubigeo: string): string | null {
  return DEPARTMENTS[Number(ubigeo.slice(0, 2)) - 1] ?? null;
}

export function ubigeoFault(typed: string): Fault | null {
  const ubigeo = typed.trim();
  const message = 'El ubigeo tiene seis dígitos, como 150101.';
  if (!ubigeo) return null;
  if (!/^[0-9]{0,6}$/.test(ubigeo)) return { message, certain: true };
  if (ubigeo.length >= 2 && !departmentOf(ubigeo)) {
    return { message: 'Los dos primeros dígitos van de 01 (Amazonas) a 25 (Ucayali).', certain: true };
  }
  return ubigeo.length < 6 ? { message, certain: false } : null;
}

export function emailFault(typed: string): Fault | null {
  const wrong = 'Escriba un correo como nombre@dominio.pe.';
  const email = typed.trim();
  if (/\s|@.*@|,/.test(email)) return { message: wrong, certain: true };
  return /^[^@]+@[^@.]+(\.[^@.]+)+$/.test(email) && email.length <= 254 ? null : { message: wrong, certain: false };
}
