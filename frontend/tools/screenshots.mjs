/**
 * Takes every page as each kind of person sees it, on a phone and at a desk, light and dark:
 *
 *     BASE_URL=http://localhost:8000 DEMO_PASSWORD=… node tools/screenshots.mjs FOLDER [PART_OF_A_NAME]
 *
 * For the manual, and to look at what a change did. It presents one document; run it against a demonstration.
 */
import { chromium } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, only = ''] = process.argv.slice(2);
const baseURL = process.env.BASE_URL ?? 'http://localhost:8000';
const password = process.env.DEMO_PASSWORD;
if (!folder || !password) {
  console.error('Uso: BASE_URL=… DEMO_PASSWORD=… node tools/screenshots.mjs CARPETA [PARTE_DEL_NOMBRE]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const SIZES = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];
const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>endobj\n' +
    '4 0 obj<</Length 24>>stream\n90 700 400 2 re f\n\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

const press = (name) => async (page) => page.getByRole('button', { name }).first().click();
const followFirst = (selector) => async (page) => {
  const here = page.url();
  await page.locator(selector).first().click();
  await page.waitForURL((url) => url.href !== here);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
};

/** Each: name, who, address, what is done before the picture. */
const PAGES = [
  ['inicio', null, '/'],
  ['tramites', null, '/tramites'],
  ['tramite', null, '/tramites', procedure],
  ['presentar-1-tramite', null, '/presentar/tramite'],
  ['presentar-2-quien', null, '/presentar/quien', begun],
  ['presentar-3-documentos', null, '/presentar/documentos', attached],
  ['presentar-4-revisar', null, '/presentar/revisar', reviewed],
  ['presentar-5-constancia', null, '/presentar/revisar', presented],
  ['consultar', null, '/consultar'],
  ['recuperar-clave', null, '/recuperar-clave'],
  ['verificar', null, '/verificar'],
  ['verificar-no', null, '/verificar/0000000000000000'],
  ['ingresar', null, '/ingresar'],
  ['registro', null, '/registro'],
  ['recuperar', null, '/recuperar'],
  ['privacidad', null, '/privacidad'],
  ['accesibilidad', null, '/accesibilidad'],
  ['no-existe', null, '/no-existe'],
  ['mis-tramites', 'ciudadana', '/mis-tramites'],
  ['mi-tramite', 'ciudadana', '/mis-tramites', followFirst('main h2 a')],
  ['mi-cuenta', 'ciudadana', '/mi-cuenta'],
  ['mi-cuenta-dos-pasos', 'ciudadana', '/mi-cuenta', press('Activar la verificación en dos pasos')],
  ['no-permitido', 'ciudadana', '/mesa'],
  ['mesa', 'mesa', '/mesa'],
  ['mesa-filtros', 'mesa', '/mesa?lista=todos', press('Filtros')],
  ['mesa-vacia', 'mesa', '/mesa?q=ningunodeestos'],
  ['documento', 'mesa', '/mesa', followFirst('tbody a')],
  ['documento-archivo', 'mesa', '/mesa', openedFile],
  ['documento-observar', 'mesa', '/mesa', act('o')],
  ['documento-remitir', 'mesa', '/mesa', act('f')],
  ['documento-anular', 'mesa', '/mesa', act('a')],
  ['documento-registrado', 'mesa', '/mesa?lista=todos&estado=received', followFirst('tbody a')],
  ['documento-derivar', 'mesa', '/mesa?lista=todos&estado=received', act('d')],
  ['teclas', 'mesa', '/mesa', (page) => page.keyboard.press('?')],
  ['paleta', 'mesa', '/mesa', (page) => page.keyboard.press('Control+k')],
  ['avisos', 'mesa', '/mesa/avisos'],
  ['perfil', 'mesa', '/mesa/perfil'],
  ['expedientes-area', 'logistica', '/mesa'],
  ['expedientes-auditoria', 'auditor', '/mesa'],
  ['personas', 'admin', '/mesa/personas'],
  ['persona-nueva', 'admin', '/mesa/personas', press(/Crear cuenta/)],
  ['areas', 'admin', '/mesa/areas'],
  ['admin-primer-dia', 'admin', '/mesa/primer-dia'],
  ['admin-institucion', 'admin', '/mesa/institucion'],
  ['admin-institucion-regla', 'admin', '/mesa/institucion', press('Cambiar la regla desde un día…')],
  ['admin-tramites', 'admin', '/mesa/tramites'],
  ['admin-tramite', 'admin', '/mesa/tramites', followFirst('tbody a')],
  ['admin-tramite-nuevo', 'admin', '/mesa/tramites/nuevo', press('Agregar requisito')],
  ['admin-tipos-de-documento', 'admin', '/mesa/tipos-de-documento'],
  ['admin-tipo', 'admin', '/mesa/tipos-de-documento', press('Solicitud')],
  ['admin-motivos', 'admin', '/mesa/motivos-de-observacion'],
  ['admin-motivo', 'admin', '/mesa/motivos-de-observacion', press(/Crear motivo/)],
  ['admin-auditoria', 'admin', '/mesa/auditoria'],
  ['admin-calendario', 'admin', '/mesa/calendario'],
  ['admin-calendario-impacto', 'admin', '/mesa/calendario', impact],
  ['admin-copias', 'admin', '/mesa/copias'],
];

async function impact(page) {
  await press(/Declarar día no laborable/)(page);
  const dialog = page.getByRole('dialog');
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel('Día', { exact: true }).fill(day);
  await dialog.getByLabel('Motivo').fill('D.S. 068: suspensión de labores por duelo');
  await dialog.getByRole('button', { name: 'Ver a quién afecta' }).click();
  await dialog.getByText(/de fecha/).waitFor();
}

async function procedure(page) {
  await page.locator('main h2 a, main h3 a, main li a').first().click();
  await page
    .getByRole('link', { name: /Presentar/ })
    .first()
    .waitFor();
}

async function begun(page) {
  await page.goto('/presentar/tramite');
  await page.getByLabel(/Otro escrito, sin trámite/).check();
  await page.getByLabel('Asunto').fill('Solicita copia certificada de acta');
  await page.getByLabel('Petitorio y fundamentos').fill('Pido copia certificada del acta 112.');
  await page.getByRole('button', { name: 'Continuar' }).click();
  await page.getByLabel('Número de DNI').fill('45678912');
  await page.getByLabel('Nombres y apellidos', { exact: true }).fill('Rosa Elena Quispe Mamani');
  await page.getByLabel('Correo electrónico').fill('r.quispe@correo.pe');
}

async function attached(page) {
  await begun(page);
  await page.getByRole('button', { name: 'Continuar' }).click();
  const file = { name: 'solicitud.pdf', mimeType: 'application/pdf', buffer: PDF };
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByText('1 página').first().waitFor();
}

async function reviewed(page) {
  await attached(page);
  await page.getByRole('button', { name: 'Continuar' }).click();
  await page.getByRole('heading', { name: /Contará con fecha/ }).waitFor();
}

async function presented(page) {
  await reviewed(page);
  await page.getByLabel(/Declaro bajo juramento/).check();
  await page.getByLabel(/Acepto que traten/).check();
  await page.getByRole('button', { name: 'Presentar', exact: true }).click();
  await page.getByRole('heading', { name: 'Su documento fue presentado.' }).waitFor();
}

async function opened(page) {
  await followFirst('tbody a')(page);
  await page.locator('mp-acts-bar button').first().waitFor();
}

async function openedFile(page) {
  await opened(page);
  const face = page.getByRole('button', { name: 'Documento', exact: true });
  if (await face.isVisible()) await face.click();
  await page.locator('mp-pdf-page canvas, mp-picture-view img').first().waitFor();
}

function act(key) {
  return async (page) => {
    await opened(page);
    await page.keyboard.press(key);
  };
}

async function signedIn(context, who) {
  const form = { username: `${who}@demo.pe`, password };
  const answer = await context.request.post('/api/v1/auth/login', { form });
  if (!answer.ok()) throw new Error(`${who}: ${answer.status()} ${await answer.text()}`);
  await context.addInitScript(() => localStorage.setItem('mp-signed-in', '1'));
}

/** The browser of one person, signed in once: log-ins are limited, and a second would end the first. */
const people = new Map();
async function contextOf(browser, who) {
  if (!who) return browser.newContext({ baseURL, locale: 'es-PE' });
  if (!people.has(who)) {
    const context = await browser.newContext({ baseURL, locale: 'es-PE' });
    await signedIn(context, who);
    people.set(who, context);
  }
  return people.get(who);
}

async function take(browser, size, colorScheme, [name, who, address, before]) {
  const context = await contextOf(browser, who);
  const page = await context.newPage();
  try {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await page.goto(address, { waitUntil: 'networkidle' });
    await before?.(page);
    await page.waitForLoadState('networkidle');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('mp-skeleton')].every((each) => !each.checkVisibility()),
    );
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) console.log(`${name} ${size.width}: ${wide} px más ancha que la pantalla`);
    await page.screenshot({ path: join(folder, `${name}-${size.width}-${colorScheme}.png`), fullPage: true });
  } catch (error) {
    console.log(`${name} ${size.width} ${colorScheme}: ${String(error).split('\n')[0]}`);
    process.exitCode = 1;
  } finally {
    await (who ? page : context).close();
  }
}

const launch = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] };
const browser = await chromium.launch(launch);
const wanted = PAGES.filter(([name]) => name.includes(only));
for (const page of wanted) {
  for (const size of SIZES) for (const scheme of ['light', 'dark']) await take(browser, size, scheme, page);
}
await browser.close();
console.log(`${wanted.length} páginas en ${folder}`);
