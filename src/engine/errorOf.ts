/** From what an engine or the operating system said to an `EngineError`. Texts differ by version: status and a phrase decide. */
import { EngineError, type EngineErrorReason } from './engineError.ts';

/** First match wins. Texts seen on 20.10 and 28.5, and in moby's sources for 29. */
const phrases: readonly (readonly [pattern: RegExp, reason: EngineErrorReason])[] = [
  [/client version .* is too old/i, 'api-too-new'],
  [/client version .* is too new/i, 'api-too-old'],
  [/not a swarm manager|not part of a swarm|swarm is encrypted|does not support service/i, 'needs-manager'],
  [/authorization denied by plugin/i, 'forbidden'],
  [/http request to an https server/i, 'context-invalid'],
  [/has active endpoints/i, 'has-endpoints'],
  [/is a pre-?defined network|on pre-?defined .* network/i, 'predefined'],
  [/pool overlaps|overlaps with other one|non-overlapping .* address pool|fully subnetted/i, 'pool-overlap'],
  [/address already in use|already allocated|no available (ip|ipv4|ipv6)/i, 'address-in-use'],
  [/is not connected to/i, 'not-attached'],
  [/endpoint with name .* already exists|already connected|already attached/i, 'already-attached'],
  [/network with name .* already exists|conflicts with network/i, 'conflict'],
  [
    /does not belong to any|no configured subnet|user specified ip|user configured subnets|invalid (pool|subnet|address|ipv[46] address|network config|cidr)|requested address is out of range|gateway .* (not|outside)|invalid cidr|is not in subnet|parse(cidr|addr|prefix)/i,
    'address-invalid',
  ],
  [/plugin ".*" not found|could not (find|resolve) (driver|plugin)|plugin not found|unsupported driver/i, 'driver-missing'],
  [
    /cannot be (connected|disconnected)|cannot connect container|sharing network namespace|private \(none\)|network-scoped alias|configuration-only network|user specified configurations are not|not manually attachable|is not supported/i,
    'not-allowed',
  ],
];

const statuses: Readonly<Record<number, EngineErrorReason>> = {
  401: 'forbidden',
  404: 'not-found',
  409: 'conflict',
};

/** For an answer that is not 2xx. `body` is JSON with `message`, or plain text (API before 1.24, proxies). */
export function errorOfStatus(status: number, body: string, path: string): EngineError {
  const message = messageOf(body) || `HTTP ${status} for ${path.slice(0, 120)}`;
  if (status >= 300 && status < 400) return new EngineError('malformed', `redirect refused: ${message}`, status);
  const reason = phrases.find(([pattern]) => pattern.test(message))?.[1] ?? statuses[status] ?? 'failed';
  return new EngineError(reason, message, status);
}

const codes: Readonly<Record<string, EngineErrorReason>> = {
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  HPE_INVALID_CONSTANT: 'malformed',
  ETIMEDOUT: 'timed-out',
};

/** For a request that got no whole answer. */
export function errorOfFailure(error: unknown, signal: AbortSignal | undefined, endpoint: string): EngineError {
  if (error instanceof EngineError) return error;
  if (signal?.aborted) return new EngineError('cancelled', 'cancelled');
  const { code, message } = error as NodeJS.ErrnoException;
  // Node's word for a connection that ended within an answer
  const said = message === 'aborted' ? 'the engine broke off its answer' : message || code || String(error);
  // a key or certificate of the context that can't be parsed
  if (code?.startsWith('ERR_OSSL')) return new EngineError('context-invalid', `${endpoint}: ${said}`);
  // the engine's own refusal, such as ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: no certificate of ours, or none that it knows
  if (/ALERT.*(CERT|_CA$|ACCESS)/.test(code ?? '')) return new EngineError('forbidden', `${endpoint}: ${said}`);
  if (code?.startsWith('HPE_') || code?.startsWith('ERR_SSL')) return new EngineError('malformed', said);
  if (code?.startsWith('ERR_TLS') || /certificate|self.signed/i.test(said))
    return new EngineError('forbidden', `${endpoint}: ${said}`);
  return new EngineError(codes[code ?? ''] ?? 'unreachable', said.includes(endpoint) ? said : `${endpoint}: ${said}`);
}

function messageOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { readonly message?: unknown };
    if (typeof message === 'string') return message.trim();
  } catch {
    // plain text
  }
  return body.trim().slice(0, 2000);
}
