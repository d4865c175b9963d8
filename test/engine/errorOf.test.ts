import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineError } from '../../src/engine/engineError.ts';
import { errorOfFailure, errorOfStatus } from '../../src/engine/errorOf.ts';

/** What 20.10, 28.5 and the sources of 29 say. */
const refusals = [
  [403, 'endpoint with name aa already exists in network n1', 'already-attached'],
  [400, 'container cannot be disconnected from host network or connected to host network', 'not-allowed'],
  [400, 'container cannot be connected to multiple networks with one of the networks in private (none) mode', 'not-allowed'],
  [
    400,
    'container sharing network namespace with another container or host cannot be connected to any other network',
    'not-allowed',
  ],
  [400, 'user specified IP address is supported on user defined networks only', 'address-invalid'],
  [
    400,
    'user specified IP address is supported only when connecting to networks with user configured subnets',
    'address-invalid',
  ],
  [500, "Invalid address 10.9.9.9: It does not belong to any of this network's subnets", 'address-invalid'],
  [400, 'no configured subnet contains IP address 10.9.9.9', 'address-invalid'],
  [403, 'Address already in use', 'address-in-use'],
  [400, 'network-scoped alias is supported only for containers in user defined networks', 'not-allowed'],
  [404, 'No such container: x', 'not-found'],
  [404, 'network x not found', 'not-found'],
  [500, 'container 77c2 is not connected to network bridge', 'not-attached'],
  [403, 'error while removing network: network n1 id 15d5 has active endpoints', 'has-endpoints'],
  [403, 'bridge is a pre-defined network and cannot be removed', 'predefined'],
  [409, 'network with name n1 already exists', 'conflict'],
  [403, 'operation is not permitted on predefined host network', 'predefined'],
  [400, 'cannot connect container to host network - container must be created in host network mode', 'not-allowed'],
  [500, 'Invalid IPv4 address: 10.7.0)', 'address-invalid'],
  [500, 'failed to allocate gateway (10.99.99.1): Requested address is out of range', 'address-invalid'],
  [403, 'Pool overlaps with other one on this address space', 'pool-overlap'],
  [400, 'invalid pool request: Pool overlaps with other one on this address space', 'pool-overlap'],
  [500, 'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join"', 'needs-manager'],
  [404, 'plugin "nodrv" not found', 'driver-missing'],
  [400, 'client version 1.50 is too new. Maximum supported API version is 1.41', 'api-too-old'],
  [403, 'authorization denied by plugin p: no', 'forbidden'],
  [400, 'Client sent an HTTP request to an HTTPS server.', 'context-invalid'],
  [409, 'Container 77c2 is not running', 'conflict'],
  [503, 'Podman does not support service: swarm', 'needs-manager'],
  [503, 'Docker Desktop is paused', 'failed'],
  [404, 'network predefined not found', 'not-found'],
  [500, 'something else', 'failed'],
] as const;

test('every refusal that engines are known to make has its reason, with the engine’s own words', () => {
  for (const [status, message, reason] of refusals) {
    for (const body of [JSON.stringify({ message }), message]) {
      const error = errorOfStatus(status, body, '/x');
      assert.deepEqual([error.reason, error.message, error.status], [reason, message, status], message);
    }
  }
});

test('an answer without a message names the request', () => {
  assert.match(errorOfStatus(500, '', '/v1.41/networks').message, /500.*\/v1\.41\/networks/);
});

test('failures of the operating system become reasons', () => {
  const failure = (code: string) => Object.assign(new Error(`connect ${code} /var/run/docker.sock`), { code });
  const reasonOf = (code: string) => errorOfFailure(failure(code), undefined, 'unix:///var/run/docker.sock').reason;
  assert.equal(reasonOf('EACCES'), 'forbidden');
  assert.equal(reasonOf('ENOENT'), 'unreachable');
  assert.equal(reasonOf('ECONNREFUSED'), 'unreachable');
  assert.equal(reasonOf('HPE_INVALID_HEADER_TOKEN'), 'malformed');
  assert.equal(reasonOf('ERR_OSSL_PEM_NO_START_LINE'), 'context-invalid');
  assert.equal(reasonOf('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), 'forbidden');
  assert.equal(reasonOf('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'), 'forbidden');
  assert.equal(reasonOf('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'), 'forbidden');
  assert.equal(reasonOf('ERR_TLS_CERT_ALTNAME_INVALID'), 'forbidden');
  assert.equal(reasonOf('ERR_SSL_WRONG_VERSION_NUMBER'), 'malformed');
  const own = new EngineError('conflict', 'x');
  assert.equal(errorOfFailure(own, undefined, ''), own);
});
