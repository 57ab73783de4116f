/** Writes src/app/api from the backend's openapi.json, and only when that file or the settings changed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const MARK = 'src/app/api/.generated-from';
const hash = createHash('sha256');
for (const file of ['../backend/openapi.json', 'orval.config.mjs', 'package-lock.json'])
  hash.update(readFileSync(file));
const wanted = hash.digest('hex');

if (!existsSync(MARK) || readFileSync(MARK, 'utf8') !== wanted) {
  execFileSync(process.execPath, ['node_modules/orval/dist/bin/orval.mjs', '--config', 'orval.config.mjs'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(MARK, wanted);
}
