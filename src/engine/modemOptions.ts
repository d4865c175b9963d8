import type { ConnectedChoice } from './contexts.ts';
import { EngineError } from './engineError.ts';

/** How docker-modem reaches an endpoint. Everything is said explicitly: what is left out, it takes from the environment. */
export function modemOptions({ endpoint, tls }: ConnectedChoice): object {
  const nothing = {
    host: undefined,
    port: undefined,
    socketPath: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
  };
  const url = /^([a-z]+):\/\/(.*)$/s.exec(endpoint);
  const [, scheme = '', rest = ''] = url ?? [];
  switch (scheme) {
    case 'unix':
      return { ...nothing, protocol: 'http', socketPath: rest };
    case 'npipe':
      return { ...nothing, protocol: 'http', socketPath: rest.replaceAll('\\', '/') };
    case 'tcp':
    case 'http':
    case 'https': {
      const { hostname, port } = new URL(`tcp://${rest}`); // of http:// the port 80 would be dropped
      const secure = isSecure({ endpoint, tls });
      return {
        ...nothing,
        ...{ ca: tls?.ca, cert: tls?.cert, key: tls?.key },
        ...(tls?.skipVerify ? { checkServerIdentity: () => undefined } : {}),
        protocol: secure ? 'https' : 'http',
        host: hostname,
        port: port || (secure ? '2376' : '2375'),
      };
    }
    case 'ssh':
      // whatever it is called, the agent's connection ends at the engine (the CLI's own name for it)
      return { ...nothing, protocol: 'http', host: 'docker.example.com', port: '80' };
    default:
      throw new EngineError('context-invalid', `${endpoint}: unknown scheme`);
  }
}

/** Whether the engine is spoken to through TLS. */
export function isSecure({
  endpoint,
  tls,
}: Pick<ConnectedChoice, 'endpoint'> & { readonly tls?: ConnectedChoice['tls'] | undefined }): boolean {
  return endpoint.startsWith('https:') || (/^(tcp|http):/.test(endpoint) && tls !== undefined);
}
