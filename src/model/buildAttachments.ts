/**
 * Endpoints that only a network inspect knows: load balancers, docker_gwbridge's, and those of no sandbox
 * (moby daemon/network.go buildContainerAttachments: an endpoint without a sandbox is keyed `ep-<EndpointID>`).
 */
import { contains, isAddress, isCidr, withoutPrefix } from './address.ts';
import type { Endpoints } from './buildEndpoints.ts';
import type { Sandboxes } from './buildSandboxes.ts';
import type { EngineReading } from './engineReading.ts';
import type { GapLog } from './gapLog.ts';
import { endpointId, loadBalancerSandboxId, looseEndpointId } from './ids.ts';
import { defined } from './order.ts';
import { entriesOf, type Fields, fieldsOf } from './raw.ts';
import type { NetworkReading } from './readNetworks.ts';
import type { Endpoint, EndpointId, SandboxId } from './topology.ts';

export function addAttachments(
  readings: readonly EngineReading[],
  sandboxes: Sandboxes,
  endpoints: Endpoints,
  gaps: GapLog,
): void {
  for (const reading of readings) {
    for (const network of reading.networks.byDockerId.values()) {
      if (!network.inspected) continue;
      for (const [key, value] of entriesOf(network.fields.record('Containers'))) {
        if (!reading.containers.hidden.has(key)) addAttachment(reading, network, key, value, sandboxes, endpoints, gaps);
      }
    }
  }
}

function addAttachment(
  reading: EngineReading,
  network: NetworkReading,
  key: string,
  value: unknown,
  sandboxes: Sandboxes,
  endpoints: Endpoints,
  gaps: GapLog,
): void {
  const engine = reading.engine.id;
  const broken = (path: string) =>
    gaps.add({ engine, subject: network.id, code: 'malformed-endpoint', why: `Containers.${key} ${path}` });
  const fields = fieldsOf(value, broken);
  const name = fields.text('Name');
  const container = reading.containers.byId.get(key);
  if (container) {
    const sandbox = sandboxes.ofContainer.get(key);
    // All but docker_gwbridge's stand in the container's own record, which is the newer one.
    if (sandbox === undefined || !container.live || !name.startsWith('gateway_')) return;
    put(endpoints, endpointId(network.id, sandbox), sandbox, reading, network, fields, broken);
    return;
  }
  if (key === 'ingress-sbox' || key.startsWith('lb-')) {
    const sandbox = loadBalancerSandboxId(engine, key);
    if (!sandboxes.byId.has(sandbox)) {
      const node = reading.engine.swarm?.nodeId;
      const kind = 'loadBalancer' as const;
      sandboxes.byId.set(sandbox, {
        id: sandbox,
        engine,
        kind,
        containers: [],
        publishedPorts: [],
        detail: 'full',
        ...defined({ node }),
      });
    }
    put(endpoints, endpointId(network.id, sandbox), sandbox, reading, network, fields, broken);
    return;
  }
  if (/^[0-9a-f]{64}$/.test(key) && reading.containers.listed) {
    gaps.add({ engine, subject: network.id, code: 'owner-missing', why: key });
    return;
  }
  const dockerId = fields.text('EndpointID') || (key.startsWith('ep-') ? key.slice('ep-'.length) : key);
  put(endpoints, looseEndpointId(network.id, dockerId), undefined, reading, network, fields, broken);
}

function put(
  endpoints: Endpoints,
  id: EndpointId,
  sandbox: SandboxId | undefined,
  reading: EngineReading,
  network: NetworkReading,
  fields: Fields,
  broken: (path: string) => void,
): void {
  if (endpoints.byId.has(id)) return;
  const addresses: string[] = [];
  for (const key of ['IPv4Address', 'IPv6Address']) {
    const address = fields.text(key);
    if (isCidr(address)) addresses.push(address);
    else if (address !== '') broken(key);
  }
  const name = fields.text('Name') || undefined;
  const endpoint: Endpoint = {
    id,
    network: network.id,
    engine: reading.engine.id,
    addresses,
    detail: 'full',
    ...defined({
      sandbox,
      endpointId: fields.text('EndpointID') || undefined,
      node: reading.engine.swarm?.nodeId,
      mac: fields.text('MacAddress') || undefined,
      name,
      gateway: name?.startsWith('gateway_') ? gatewayOf(network, addresses) : undefined,
    }),
  };
  endpoints.byId.set(id, endpoint);
}

/** docker_gwbridge exists to be the default gateway; its attachments do not name it, its pool does. */
function gatewayOf({ fields }: NetworkReading, addresses: readonly string[]): string | undefined {
  return fields
    .list('IPAM', 'Config')
    .map((config) => withoutPrefix(fieldsOf(config, () => {}).text('Gateway')))
    .find((gateway) => isAddress(gateway) && addresses.some((address) => contains(address, gateway)));
}
