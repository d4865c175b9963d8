import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a Docker context as the CLI keeps it (`contexts/meta/<sha256 of its name>/meta.json`) into a configuration folder. */
export function writeContext(config: string, name: string, host: string): void {
  const folder = path.join(config, 'contexts', 'meta', createHash('sha256').update(name).digest('hex'));
  mkdirSync(folder, { recursive: true });
  const endpoints = { docker: { Host: host, SkipTLSVerify: false } };
  writeFileSync(path.join(folder, 'meta.json'), JSON.stringify({ Name: name, Metadata: {}, Endpoints: endpoints }));
}
