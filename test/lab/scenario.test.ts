/** The blog's scenario on real engines: the Topology says what the docker CLI says, and what the kernel says. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { endpointsOf, isDefaultBridge, isRunning, sandboxById, sandboxName } from '../../src/model/lookup.ts';
import type { Endpoint, Network, Sandbox, Topology } from '../../src/model/topology.ts';
import type { LabEngine } from './engine.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { run } from './run.ts';
import { blogScenario } from './scenario.ts';

onEachEngine('the blog scenario', tests, async (engine) => {
  await blogScenario(engine);
  const ports = ['-p', '127.0.0.1:8081:80', '-p', '0.0.0.0:8082:82/udp', '-p', '[::1]:8083:83', '-p', '8084-8085:84-85'];
  await engine.docker('run', '-d', '--name', 'ports', ...ports, 'alpine', 'sleep', '1d');
});

function tests(lab: Lab): void {
  let topology: Topology;
  before(async () => {
    topology = await lab.store.readFull();
  });

  test('is read without a gap', () => {
    assert.deepEqual(topology.gaps, []);
    assert.equal(topology.engines[0]?.state, 'ready');
  });

  test('has the networks of `docker network ls`, with their drivers and scopes', async () => {
    const listed = await lab.engine.docker('network', 'ls', '--no-trunc', '--format', '{{.ID}} {{.Name}} {{.Driver}} {{.Scope}}');
    const ours = topology.networks.map(({ id, name, driver, scope }) => `${id} ${name} ${driver} ${scope}`);
    assert.deepEqual([...ours].sort(), listed.split('\n').sort());
  });

  test('has the pools and options of `docker network inspect`', async () => {
    for (const network of topology.networks) {
      const said = await inspect<InspectedNetwork>(lab.engine, 'network', network.id);
      assert.deepEqual(
        network.pools.map(({ subnet, gateway, range }) => ({ subnet, gateway, range })),
        (said.IPAM.Config ?? []).map(({ Subnet, Gateway, IPRange }) => ({
          subnet: Subnet,
          gateway: Gateway || (isDefaultBridge(network) ? network.pools[0]?.gateway : undefined),
          range: IPRange || undefined,
        })),
        network.name,
      );
      assert.deepEqual(network.options, said.Options ?? {}, network.name);
      assert.deepEqual([network.internal, network.attachable, network.ipv6], [said.Internal, said.Attachable, said.EnableIPv6]);
    }
  });

  test('has the containers of `docker ps -a`, each in one sandbox, and the sharer in its owner', async () => {
    const listed = await lab.engine.docker('ps', '-a', '--no-trunc', '--format', '{{.ID}} {{.Names}} {{.State}} {{.Image}}');
    const ours = topology.sandboxes.flatMap(({ containers }) =>
      containers.map(({ id, name, state, image }) => `${id} ${name} ${state} ${image}`),
    );
    assert.deepEqual([...ours].sort(), listed.split('\n').sort());
    assert.deepEqual(names(stack('c2')), ['c2', 'sidecar']);
    assert.deepEqual(names(stack('host')), ['ci-runner']);
    assert.equal(isRunning(stack('stopped')), false);
    assert.deepEqual(
      endpointsOf(topology, { sandbox: stack('sealed').id }).map(({ network }) => networkOf(network).driver),
      ['null'],
    );
  });

  test('has the endpoints that each `docker inspect` and `docker network inspect` name, with address, MAC and gateway', async () => {
    const fromContainers: string[] = [];
    for (const sandbox of topology.sandboxes.filter(({ kind }) => kind === 'container')) {
      const said = await inspect<InspectedContainer>(lab.engine, 'container', sandbox.id);
      for (const [name, settings] of Object.entries(said.NetworkSettings.Networks)) {
        const address = settings.IPAddress ? `${settings.IPAddress}/${settings.IPPrefixLen}` : '';
        fromContainers.push(`${sandboxName(sandbox)} ${name} ${address} ${settings.MacAddress} ${settings.Gateway}`);
      }
    }
    const ours = topology.endpoints
      .filter((endpoint) => ownerOf(endpoint).kind === 'container')
      .map((endpoint) => {
        const { network, addresses, mac = '', gateway = '' } = endpoint;
        return `${sandboxName(ownerOf(endpoint))} ${networkOf(network).name} ${addresses.join()} ${mac} ${gateway}`;
      });
    assert.deepEqual(ours.sort(), fromContainers.sort());

    for (const network of topology.networks) {
      const said = await inspect<InspectedNetwork>(lab.engine, 'network', network.id);
      const theirs = Object.entries(said.Containers).map(
        ([id, it]) => `${id} ${it.EndpointID} ${it.IPv4Address} ${it.MacAddress}`,
      );
      const live = endpointsOf(topology, { network: network.id }).filter(({ endpointId }) => endpointId !== undefined);
      const mine = live.map((endpoint) => {
        const { endpointId, addresses, mac = '' } = endpoint;
        const container = ownerOf(endpoint).containers[0]?.id;
        return `${container} ${endpointId} ${addresses.join()} ${mac}`;
      });
      assert.deepEqual(mine.sort(), theirs.sort(), network.name);
    }
  });

  test('has the published ports of `docker port`', async () => {
    for (const sandbox of topology.sandboxes.filter((one) => one.kind === 'container' && isRunning(one))) {
      const said = await lab.engine.docker('port', sandbox.id);
      const ours = sandbox.publishedPorts.flatMap(({ port, protocol, hostAddress, hostPort }) => {
        const addresses = hostAddress === '' ? ['0.0.0.0', '::'] : [hostAddress];
        return addresses.map(
          (address) => `${port}/${protocol} -> ${address.includes(':') ? `[${address}]` : address}:${hostPort}`,
        );
      });
      // older CLIs write an IPv6 address without brackets
      assert.deepEqual(
        ours.sort(),
        said.replaceAll('-> :::', '-> [::]:').split('\n').filter(Boolean).sort(),
        sandboxName(sandbox),
      );
    }
    assert.ok(stack('web').publishedPorts.some(({ port, hostPort }) => port === 80 && hostPort === 5000));
  });

  test('has the addresses and MACs that the kernel shows inside each sandbox, and its default route', async () => {
    for (const sandbox of topology.sandboxes.filter((one) => one.kind === 'container' && isRunning(one))) {
      const inside = ['nsenter', '--target', String(sandbox.pid), '--net'];
      const links = await ipJson<KernelLink>([...inside, 'ip', '-j', 'addr']);
      const seen = links
        .filter(({ ifname }) => ifname !== 'lo')
        .map(({ address, addr_info: list }) => {
          const global = list.filter(({ scope }) => scope === 'global').map(({ local, prefixlen }) => `${local}/${prefixlen}`);
          return `${address} ${global.join()}`;
        });
      const endpoints = endpointsOf(topology, { sandbox: sandbox.id }).filter(({ mac }) => mac !== undefined);
      assert.deepEqual(
        endpoints.map(({ mac, addresses }) => `${mac} ${addresses.join()}`).sort(),
        seen.sort(),
        sandboxName(sandbox),
      );
      const routes = await ipJson<KernelRoute>([...inside, 'ip', '-j', 'route', 'show', 'default']);
      assert.deepEqual(
        endpoints.filter(({ isDefaultGateway }) => isDefaultGateway).map(({ gateway }) => gateway),
        routes.map(({ gateway }) => gateway),
        sandboxName(sandbox),
      );
    }
  });

  test('names the bridges that the kernel has, each with the gateway that the network tells', async () => {
    const links = JSON.parse(await lab.engine.inNamespace('ip', '-j', '-d', 'addr')) as readonly KernelLink[];
    const bridges = links.filter(({ linkinfo }) => linkinfo?.info_kind === 'bridge');
    const ours = topology.networks.filter(({ driver }) => driver === 'bridge');
    assert.deepEqual(ours.map(({ hostInterface }) => hostInterface).sort(), bridges.map(({ ifname }) => ifname).sort());
    for (const network of ours) {
      const bridge = bridges.find(({ ifname }) => ifname === network.hostInterface);
      const addresses = bridge?.addr_info.filter(({ family }) => family === 'inet').map(({ local }) => local);
      assert.deepEqual(addresses, [gatewayOf(network)], network.name);
    }
    const macvlan = topology.networks.find(({ driver }) => driver === 'macvlan');
    assert.equal(macvlan?.parent, 'eth0');
    assert.ok(links.some(({ ifname }) => ifname === macvlan?.parent));
  });

  test('counts on each bridge as many veths as the network has running endpoints', async () => {
    const links = JSON.parse(await lab.engine.inNamespace('ip', '-j', '-d', 'link')) as readonly KernelLink[];
    for (const network of topology.networks.filter(({ driver }) => driver === 'bridge')) {
      const veths = links.filter(({ master }) => master === network.hostInterface);
      const live = endpointsOf(topology, { network: network.id }).filter(({ endpointId }) => endpointId !== undefined);
      assert.equal(live.length, veths.length, network.name);
    }
  });

  test('keeps every id but the endpoints’ own when a container is stopped and started', async () => {
    const idsOf = ({ networks, sandboxes, endpoints }: Topology) =>
      [networks, sandboxes, endpoints].map((list) => list.map(({ id }) => id).sort());
    await lab.engine.docker('restart', '-t', '0', 'c1');
    const after = await lab.store.readFull();
    assert.deepEqual(idsOf(after), idsOf(topology));
    const endpointId = (of: Topology) => endpointsOf(of, { sandbox: stack('c1').id })[0]?.endpointId;
    assert.notEqual(endpointId(after), endpointId(topology));
  });

  function stack(name: string): Sandbox {
    const found = topology.sandboxes.find((sandbox) => sandboxName(sandbox) === name);
    assert.ok(found, `a sandbox named ${name}`);
    return found;
  }

  function networkOf(id: string): Network {
    const found = topology.networks.find((network) => network.id === id);
    assert.ok(found, `network ${id}`);
    return found;
  }

  function ownerOf({ id, sandbox }: Endpoint): Sandbox {
    const found = sandbox && sandboxById(topology, sandbox);
    assert.ok(found, `the sandbox of ${id}`);
    return found;
  }

  /** 20.10 does not tell the default bridge's gateway in its pools; its endpoints do. */
  function gatewayOf(network: Network): string | undefined {
    return network.pools[0]?.gateway ?? endpointsOf(topology, { network: network.id }).find(({ gateway }) => gateway)?.gateway;
  }
}

function names({ containers }: Sandbox): readonly string[] {
  return containers.map(({ name }) => name);
}

async function inspect<T>(engine: LabEngine, type: 'network' | 'container', id: string): Promise<T> {
  const [found] = JSON.parse(await engine.docker(type, 'inspect', id)) as readonly T[];
  if (!found) throw new Error(`nothing inspected for ${id}`);
  return found;
}

async function ipJson<T>([program = '', ...argv]: readonly string[]): Promise<readonly T[]> {
  return JSON.parse((await run(program, argv)) || '[]') as readonly T[];
}

interface InspectedNetwork {
  readonly IPAM: {
    readonly Config: readonly { readonly Subnet: string; readonly Gateway?: string; readonly IPRange?: string }[] | null;
  };
  readonly Options: Record<string, string> | null;
  readonly Internal: boolean;
  readonly Attachable: boolean;
  readonly EnableIPv6: boolean;
  readonly Containers: Record<string, { readonly EndpointID: string; readonly IPv4Address: string; readonly MacAddress: string }>;
}

interface InspectedContainer {
  readonly NetworkSettings: {
    readonly Networks: Record<
      string,
      { readonly IPAddress: string; readonly IPPrefixLen: number; readonly MacAddress: string; readonly Gateway: string }
    >;
  };
}

interface KernelLink {
  readonly ifname: string;
  readonly address: string;
  readonly master?: string;
  readonly linkinfo?: { readonly info_kind?: string };
  readonly addr_info: readonly {
    readonly family: string;
    readonly local: string;
    readonly prefixlen: number;
    readonly scope: string;
  }[];
}

interface KernelRoute {
  readonly gateway: string;
}
