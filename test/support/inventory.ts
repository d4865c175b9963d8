/**
 * A seeded engine of any size, as raw answers spelled as Docker Engine 28.5 spells them. Inspect answers are made when they are asked
 * for. Their shape is held against recorded ones by `test/support/inventory.test.ts`.
 */
import { Random } from '../lab/random.ts';

export interface InventorySize {
  readonly networks: number;
  readonly containers: number;
  /** Together, on user-defined networks. */
  readonly endpoints: number;
  /** Swarm nodes; 0 for an engine outside of a swarm. */
  readonly nodes?: number;
  readonly seed?: number;
}

interface Net {
  readonly id: string;
  readonly name: string;
  readonly index: number;
  /** Addresses handed out so far. */
  given: number;
}

interface Membership {
  readonly network: Net;
  readonly endpoint: string;
  readonly address: string;
  readonly mac: string;
}

interface Box {
  readonly id: string;
  readonly name: string;
  readonly index: number;
  running: boolean;
  readonly memberships: Membership[];
}

const projects = 40;

export class Inventory {
  readonly random: Random;
  readonly networks: Net[] = [];
  readonly boxes: Box[] = [];
  readonly #nodes: number;
  #ids = 0;

  constructor(size: InventorySize) {
    this.random = new Random(size.seed ?? 1);
    this.#nodes = size.nodes ?? 0;
    for (let index = 0; index < size.networks; index++) this.addNetwork();
    for (let index = 0; index < size.containers; index++) this.addBox();
    for (let made = 0; made < size.endpoints && this.networks.length > 0; made++) {
      const box = this.boxes[made % Math.max(1, this.boxes.length)];
      if (box) this.attach(box, this.networks[(made * 7 + Math.floor(made / size.containers)) % this.networks.length] as Net);
    }
  }

  addNetwork(name = `net-${this.networks.length}`): Net {
    const index = this.networks.length;
    const network = { id: this.hex(), name, index, given: 0 };
    this.networks.push(network);
    return network;
  }

  addBox(): Box {
    const index = this.boxes.length;
    const box: Box = { id: this.hex(), name: `box-${index}`, index, running: index % 20 !== 19, memberships: [] };
    this.boxes.push(box);
    return box;
  }

  removeBox(box: Box): void {
    this.boxes.splice(this.boxes.indexOf(box), 1);
  }

  attach(box: Box, network: Net): void {
    if (box.memberships.some((one) => one.network === network)) return;
    const host = 2 + this.#ids;
    network.given += 1;
    // now and then two have one address, as after a mishap: there is something to find
    const last = network.index % 50 === 49 && network.given === 2 ? 2 : 1 + network.given;
    const address = `10.${(network.index >> 8) & 255}.${network.index & 255}.${2 + ((last - 2) % 250)}`;
    const mac = `02:42:${[16, 8, 0].map((shift) => ((host >> shift) & 255).toString(16).padStart(2, '0')).join(':')}:01`;
    box.memberships.push({ network, endpoint: this.hex(), address, mac });
  }

  detach(box: Box, network: Net): void {
    const at = box.memberships.findIndex((one) => one.network === network);
    if (at >= 0) box.memberships.splice(at, 1);
  }

  get version(): unknown {
    return { Version: '28.5.2', ApiVersion: '1.51', MinAPIVersion: '1.24', Os: 'linux', Arch: 'amd64', Components: [] };
  }

  get info(): unknown {
    const swarm =
      this.#nodes === 0
        ? { NodeID: '', NodeAddr: '', LocalNodeState: 'inactive', ControlAvailable: false }
        : { NodeID: nodeId(0), NodeAddr: '10.250.0.1', LocalNodeState: 'active', ControlAvailable: true };
    return {
      ID: 'simulated',
      Name: 'simulated',
      OperatingSystem: 'Simulated',
      OSType: 'linux',
      ServerVersion: '28.5.2',
      Swarm: swarm,
    };
  }

  get networkList(): readonly unknown[] {
    return [...builtIns, ...this.networks.map((network) => this.network(network))];
  }

  get containerList(): readonly unknown[] {
    return this.boxes.map((box) => this.listed(box));
  }

  get nodes(): readonly unknown[] {
    return Array.from({ length: this.#nodes }, (_, index) => ({
      ID: nodeId(index),
      Spec: { Role: index < 3 ? 'manager' : 'worker', Availability: 'active', Labels: {} },
      Description: {
        Hostname: `node-${index}`,
        Platform: { Architecture: 'x86_64', OS: 'linux' },
        Engine: { EngineVersion: '28.5.2' },
      },
      Status: { State: index % 17 === 16 ? 'down' : 'ready', Addr: `10.250.0.${index + 1}` },
      ...(index < 3
        ? { ManagerStatus: { Leader: index === 0, Reachability: 'reachable', Addr: `10.250.0.${index + 1}:2377` } }
        : {}),
    }));
  }

  networkDetail(id: string): unknown {
    const builtIn = builtIns.find((one) => one.Id === id);
    if (builtIn) return { ...builtIn, Containers: {} };
    const network = this.networks.find((one) => one.id === id);
    if (!network) return undefined;
    const members = this.boxes.flatMap((box) =>
      box.memberships.flatMap((one) => (one.network === network && box.running ? [[box, one] as const] : [])),
    );
    const containers = members.map(([box, one]) => [
      box.id,
      { Name: box.name, EndpointID: one.endpoint, MacAddress: one.mac, IPv4Address: `${one.address}/24`, IPv6Address: '' },
    ]);
    return { ...this.network(network), Containers: Object.fromEntries(containers) };
  }

  containerDetail(id: string): unknown {
    const box = this.boxes.find((one) => one.id === id);
    if (!box) return undefined;
    const names = (name: string) => [name, box.id.slice(0, 12)];
    const networks = this.settings(box, ({ network }) => ({
      Aliases: [`alias-${network.index % 50}`],
      DNSNames: names(box.name),
    }));
    return {
      Id: box.id,
      Name: `/${box.name}`,
      Created: '2026-11-25T20:00:00Z',
      Image: 'sha256:0',
      State: {
        Status: box.running ? 'running' : 'exited',
        Running: box.running,
        Paused: false,
        Pid: box.running ? 900_000 + box.index : 0,
      },
      Config: { Hostname: box.id.slice(0, 12), Image: 'simulated', Labels: labels(box) },
      HostConfig: { NetworkMode: box.memberships[0]?.network.name ?? 'none', PortBindings: {} },
      NetworkSettings: {
        SandboxID: box.running ? box.id : '',
        SandboxKey: box.running ? `/var/run/docker/netns/${box.id.slice(0, 12)}` : '',
        Ports: {},
        Networks: networks,
      },
    };
  }

  private network(network: Net): Record<string, unknown> {
    const base = `10.${(network.index >> 8) & 255}.${network.index & 255}`;
    return {
      Name: network.name,
      Id: network.id,
      Created: '2026-11-25T20:00:00Z',
      Scope: 'local',
      Driver: 'bridge',
      EnableIPv4: true,
      EnableIPv6: false,
      IPAM: { Driver: 'default', Options: {}, Config: [{ Subnet: `${base}.0/24`, Gateway: `${base}.1` }] },
      Internal: network.index % 25 === 24,
      Attachable: false,
      Ingress: false,
      ConfigFrom: { Network: '' },
      ConfigOnly: false,
      Options: {},
      Labels: { 'com.docker.compose.project': `project-${network.index % projects}`, 'com.docker.compose.network': network.name },
    };
  }

  private listed(box: Box): unknown {
    return {
      Id: box.id,
      Names: [`/${box.name}`],
      Image: 'simulated',
      ImageID: 'sha256:0',
      Command: 'sleep 1d',
      Created: 1_764_000_000 + box.index,
      Ports:
        box.index % 10 === 0 && box.running
          ? [{ IP: '0.0.0.0', PrivatePort: 80, PublicPort: 20_000 + (box.index % 40_000), Type: 'tcp' }]
          : [],
      Labels: labels(box),
      State: box.running ? 'running' : 'exited',
      Status: box.running ? 'Up 2 hours' : 'Exited (0) 2 hours ago',
      HostConfig: { NetworkMode: box.memberships[0]?.network.name ?? 'none' },
      NetworkSettings: { Networks: this.settings(box, () => ({ Aliases: null, DNSNames: null })) },
      Mounts: [],
    };
  }

  private settings(box: Box, more: (one: Membership) => Record<string, unknown>): Record<string, unknown> {
    const settings = box.memberships.map((one) => {
      const base = `10.${(one.network.index >> 8) & 255}.${one.network.index & 255}`;
      return [
        one.network.name,
        {
          IPAMConfig: null,
          Links: null,
          MacAddress: box.running ? one.mac : '',
          DriverOpts: null,
          GwPriority: 0,
          NetworkID: one.network.id,
          EndpointID: box.running ? one.endpoint : '',
          Gateway: box.running ? `${base}.1` : '',
          IPAddress: box.running ? one.address : '',
          IPPrefixLen: box.running ? 24 : 0,
          IPv6Gateway: '',
          GlobalIPv6Address: '',
          GlobalIPv6PrefixLen: 0,
          ...more(one),
        },
      ];
    });
    return Object.fromEntries(settings);
  }

  /** 64 hex digits, each time others. */
  private hex(): string {
    this.#ids += 1;
    const words = Array.from({ length: 7 }, () =>
      Math.floor(this.random.next() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    );
    return `${words.join('')}${this.#ids.toString(16).padStart(8, '0')}`;
  }
}

function labels(box: Box): Record<string, string> {
  return {
    'com.docker.compose.project': `project-${box.index % projects}`,
    'com.docker.compose.service': `service-${box.index % 100}`,
  };
}

function nodeId(index: number): string {
  return `node${index.toString(36).padStart(21, '0')}`;
}

const builtIns = (['bridge', 'host', 'none'] as const).map((name, index) => ({
  Name: name,
  Id: `${'b'.repeat(63)}${index}`,
  Created: '2026-11-25T20:00:00Z',
  Scope: 'local',
  Driver: name === 'none' ? 'null' : name,
  EnableIPv4: true,
  EnableIPv6: false,
  IPAM: {
    Driver: 'default',
    Options: null,
    Config: name === 'bridge' ? [{ Subnet: '172.17.0.0/16', Gateway: '172.17.0.1' }] : null,
  },
  Internal: false,
  Attachable: false,
  Ingress: false,
  ConfigFrom: { Network: '' },
  ConfigOnly: false,
  Options:
    name === 'bridge' ? { 'com.docker.network.bridge.default_bridge': 'true', 'com.docker.network.bridge.name': 'docker0' } : {},
  Labels: {},
}));
