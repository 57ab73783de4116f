/** Fails the build when what the landing page loads at first grows over its limit: 120 kB of compressed JavaScript. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const LIMIT_KB = 120;
const [index] = globSync('dist/*/browser/index.html');
const html = readFileSync(index, 'utf8');
const scripts = new Set([...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map((match) => match[1]));
const bytes = [...scripts].map((name) => brotliCompressSync(readFileSync(join(dirname(index), name))).length);
const total = bytes.reduce((sum, size) => sum + size, 0) / 1000;

console.log(`Landing: ${total.toFixed(1)} kB of compressed JavaScript in ${scripts.size} files (limit ${LIMIT_KB} kB)`);
if (total > LIMIT_KB) process.exit(1);
