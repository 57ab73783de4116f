import { departmentOf, emailFault, identityFault, ubigeoFault } from './identity';

describe('identity numbers', () => {
  it('says at once what more typing cannot mend', () => {
    expect(identityFault('dni', '12A')?.certain).toBe(true);
    expect(identityFault('dni', '123456789')?.certain).toBe(true);
    expect(identityFault('ruc', '20601234566')?.certain).toBe(true);
  });

  it('waits while a number may still become right', () => {
    expect(identityFault('dni', '1234')).toEqual({ message: 'El DNI tiene 8 dígitos.', certain: false });
    expect(identityFault('ruc', '2060')?.certain).toBe(false);
  });

  it.each([
    ['dni', '45678912'],
    ['ruc', '20100070970'],
    ['ruc', '20131312955'],
    ['ce', '001234567'],
    ['passport', 'ab12345'],
  ] as const)('accepts %s %s', (type, number) => expect(identityFault(type, number)).toBeNull());

  it('knows the department of a ubigeo', () => {
    expect(departmentOf('200101')).toBe('Piura');
    expect(ubigeoFault('260101')?.certain).toBe(true);
    expect(ubigeoFault('1501')?.certain).toBe(false);
    expect(ubigeoFault('')).toBeNull();
  });

  it('judges a correo by its shape', () => {
    expect(emailFault('rosa@correo.pe')).toBeNull();
    expect(emailFault('rosa@correo')?.certain).toBe(false);
    expect(emailFault('rosa quispe@correo.pe')?.certain).toBe(true);
  });
});
