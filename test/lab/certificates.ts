/** Certificates for an engine and its clients, made by openssl: two authorities that do not know each other. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.ts';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** A certificate of this authority: of a server by this name, or of a client. */
  issue(name: string, use: 'server' | 'client'): Promise<Certificate>;
}

/** Files are made in `folder/name…`. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  mkdirSync(folder, { recursive: true });
  const file = (what: string) => path.join(folder, `${name}-${what}`);
  const key = (what: string) => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    file(`${what}.key`),
  ];
  await run('openssl', ['req', '-x509', '-days', '2', ...key('ca'), '-out', file('ca.crt'), '-subj', `/CN=${name}`]);
  const own: Certificate = { cert: file('ca.crt'), key: file('ca.key') };
  return {
    ...own,
    issue: async (subject, use) => {
      const what = `${subject}-${use}`;
      await run('openssl', ['req', '-new', ...key(what), '-out', file(`${what}.csr`), '-subj', `/CN=${subject}`]);
      writeFileSync(
        file(`${what}.ext`),
        `extendedKeyUsage=${use}Auth\n${use === 'server' ? `subjectAltName=DNS:${subject}\n` : ''}`,
      );
      const signed = ['-CA', own.cert, '-CAkey', own.key, '-CAcreateserial', '-extfile', file(`${what}.ext`)];
      await run('openssl', ['x509', '-req', '-days', '2', '-in', file(`${what}.csr`), ...signed, '-out', file(`${what}.crt`)]);
      return { cert: file(`${what}.crt`), key: file(`${what}.key`) };
    },
  };
}
