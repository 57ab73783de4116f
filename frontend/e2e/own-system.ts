import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { test } from './fixtures';

const ROOT = resolve(import.meta.dirname, '../..');

/** A system that one story may kill and start again: `./scripts/start` with data of its own. */
export class OwnSystem {
  private readonly data = mkdtempSync(join(tmpdir(), 'mesa-story-'));
  private launcher: ChildProcess | null = null;

  private constructor(
    private readonly port: number,
    private readonly environment: string,
  ) {
    // PostgreSQL runs as another user when we are root, and has to reach its folder.
    chmodSync(this.data, 0o711);
  }

  static async create(environment: string): Promise<OwnSystem> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    return new OwnSystem(port, environment);
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  /** Settles when it takes filings. Rejects with what it printed if it ends before. */
  async start(): Promise<void> {
    const kept = Object.entries(process.env).filter(
      ([name]) => !/^(RATE_LIMIT|DATABASE_URL|REDIS_URL|WORKERS)/.test(name),
    );
    const own = {
      PORT: String(this.port),
      MESA_DATA_DIR: this.data,
      ENVIRONMENT: this.environment,
      PUBLIC_URL: this.address,
    };
    const launcher = spawn('./scripts/start', { cwd: ROOT, env: { ...Object.fromEntries(kept), ...own } });
    this.launcher = launcher;
    let said = '';
    await new Promise<void>((settle, reject) => {
      const listen = (text: Buffer) => {
        said += text.toString();
        if (said.includes('está lista')) settle();
      };
      launcher.stdout.on('data', listen);
      launcher.stderr.on('data', listen);
      launcher.once('exit', () => reject(new Error(`the system did not start:\n${said}`)));
    });
  }

  /** Sudden death of the process that answers, or by SIGTERM an orderly one; `./scripts/start` starts it again. */
  killServer(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): void {
    const [server] = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && this.isServer(pid));
    if (!server) throw new Error('no server process to kill');
    process.kill(Number(server), signal);
  }

  async stop(): Promise<void> {
    const launcher = this.launcher;
    this.launcher = null;
    if (!launcher || launcher.exitCode !== null) return;
    launcher.kill('SIGTERM');
    await once(launcher, 'exit');
  }

  async discard(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  private isServer(pid: string): boolean {
    try {
      const parent = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[1];
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
      return parent === String(this.launcher?.pid) && command.includes('app.serve');
    } catch {
      // It ended while we looked.
      return false;
    }
  }
}

/** A story with a system of its own in place of the shared one. `environment`: the demonstration is only in development. */
export const storyOfItsOwn = test.extend<{ environment: string; system: OwnSystem }>({
  environment: ['production', { option: true }],
  system: async ({ environment }, use) => {
    const system = await OwnSystem.create(environment);
    try {
      await system.start();
      await use(system);
    } finally {
      await system.discard();
    }
  },
  baseURL: async ({ system }, use) => use(system.address),
});
