import { refusalOf } from './refusals';

const limits = { max_upload_size: 10_485_760, allowed_extensions: ['pdf', 'png'] };
const file = (name: string, size: number) => ({ name, size }) as File;

describe('files that need not be sent to be refused', () => {
  it.each([
    ['vacío.pdf', 0, 'file_empty'],
    ['grande.pdf', 10_485_761, 'file_too_large'],
    ['macro.docm', 10, 'file_extension_not_allowed'],
    ['sin-extension', 10, 'file_extension_not_allowed'],
  ])('refuses %s', (name, size, code) => expect(refusalOf(file(name, size), limits)?.code).toBe(code));

  it('lets the server judge the rest', () => expect(refusalOf(file('Escrito.PDF', 10_485_760), limits)).toBeNull());
});
