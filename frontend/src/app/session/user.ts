export type Role = 'citizen' | 'clerk' | 'officer' | 'auditor' | 'admin';

export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
  areas: { id: string; code: string; name: string; head: boolean }[];
  active: boolean;
  version: number;
}
