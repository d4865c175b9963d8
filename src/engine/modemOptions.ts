import type { ConnectedChoice } from './contexts.ts';
import { EngineError } from './engineError.ts';

/** How docker-modem reaches an endpoint. Everything is said explicitly: what is left out, it takes from the environment. */
export function modemOptions({ endpoint, tls }: ConnectedChoice): { readonly options: object; readonly secure: boolean } {
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
      return { options: { ...nothing, protocol: 'http', socketPath: rest }, secure: false };
    case 'npipe':
      return { options: { ...nothing, protocol: 'http', socketPath: rest.replaceAll('\\', '/') }, secure: false };
    case 'tcp':
    case 'http':
    case 'https': {
      const secure = scheme === 'https' || tls !== undefined;
      const { hostname, port } = new URL(`tcp://${rest}`); // of http:// the port 80 would be dropped
      const checked = tls?.skipVerify ? { checkServerIdentity: () => undefined, rejectUnauthorized: false } : {};
      const keys = { ca: tls?.ca, cert: tls?.cert, key: tls?.key };
      return {
        options: {
          ...nothing,
          ...keys,
          ...checked,
          protocol: secure ? 'https' : 'http',
          host: hostname,
          port: port || (secure ? '2376' : '2375'),
        },
        secure,
      };
    }
    default:
      throw new EngineError(
        'context-invalid',
        scheme === 'ssh' ? `${endpoint}: ssh contexts are not supported yet` : `${endpoint}: unknown scheme`,
      );
  }
}
