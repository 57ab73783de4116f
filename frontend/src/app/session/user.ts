export type Role = 'citizen' | 'clerk' | 'officer' | 'auditor' | 'admin';

export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
  areas: { id: string; code: string; name: string; head: boolean }[];
  active: boolean;
  version: number;
  /** Whether signing in asks for a second factor. */
  two_step: boolean;
}
