/**
 * A random real topology of every kind that this kernel can do: bridges (internal, closed to each other, named, with a range, with two
 * families or IPv6 alone), macvlan, overlays of a swarm of one, networks made from a config; sandboxes on several of them, shared, on
 * the host's stack, sealed, paused, stopped, restarting and never started.
 */
import type { LabEngine } from './engine.ts';
import type { Random } from './random.ts';

export interface Size {
  readonly networks: number;
  readonly containers: number;
}

/** Networks have explicit subnets: the default pools end at about 30. */
export async function makeRandomNetworks(engine: LabEngine, random: Random, size: Size): Promise<void> {
  await engine.docker('swarm', 'init', '--advertise-addr', engine.address);
  await engine.docker('network', 'create', '--config-only', '--subnet', '10.90.0.0/24', 'settings');
  const networks: Net[] = [];
  for (let index = 0; index < size.networks; index++) networks.push(await makeNetwork(engine, random, index));
  // Two at once: more make the machine of two cores no faster.
  const queue = Array.from({ length: size.containers }, (_, index) => index);
  const plans = queue.map((index) => plan(random, index, networks, engine.version === '28.5'));
  const owners = plans.filter(({ kind }) => kind !== 'sharer');
  const work = [...owners];
  const worker = async () => {
    for (let next = work.shift(); next; next = work.shift()) await makeContainer(engine, next);
  };
  await Promise.all([worker(), worker()]);
  for (const sharer of plans.filter(({ kind }) => kind === 'sharer')) await makeContainer(engine, sharer);
}

interface Net {
  readonly name: string;
  readonly index: number;
  readonly static: boolean;
}

type Kind = 'plain' | 'paused' | 'stopped' | 'created' | 'restarting' | 'host' | 'none' | 'sharer';

interface Plan {
  readonly name: string;
  readonly kind: Kind;
  readonly networks: readonly { readonly name: string; readonly flags: readonly string[] }[];
  readonly owner?: string;
}

async function makeNetwork(engine: LabEngine, random: Random, index: number): Promise<Net> {
  const name = `n${index}`;
  const subnet = `10.80.${index}.0/24`;
  const make = (...flags: readonly string[]) => engine.docker('network', 'create', ...flags, name);
  const six = ['--ipv6', '--subnet', `fd00:80:${index.toString(16)}::/64`];
  const isNewer = engine.version === '28.5';
  // Each kind at least once where there are enough networks, then by chance.
  const kinds = ['plain', 'internal', 'macvlan', 'dual', 'overlay', 'named', 'ranged', 'from-config', 'closed', 'six'] as const;
  switch (kinds[index] ?? random.pick(kinds.filter((kind) => kind !== 'from-config'))) {
    case 'plain':
      await make('--subnet', subnet);
      return { name, index, static: true };
    case 'internal':
      await make('--subnet', subnet, '--internal');
      return { name, index, static: true };
    case 'macvlan':
      // One macvlan network a parent and engine of 20.10.
      if (index > 2 && !isNewer) await make('--subnet', subnet);
      else await make('-d', 'macvlan', '--subnet', subnet, '--gateway', `10.80.${index}.1`, '-o', 'parent=eth0');
      return { name, index, static: true };
    case 'dual':
      await make('--subnet', subnet, ...six);
      return { name, index, static: true };
    case 'overlay':
      await make('-d', 'overlay', '--attachable', '--subnet', subnet);
      return { name, index, static: false };
    case 'named':
      await make(
        '--subnet',
        subnet,
        '-o',
        `com.docker.network.bridge.name=lab-br${index}`,
        '-o',
        'com.docker.network.driver.mtu=1400',
      );
      return { name, index, static: true };
    case 'ranged':
      await make(
        '--subnet',
        subnet,
        '--ip-range',
        `10.80.${index}.128/26`,
        '--gateway',
        `10.80.${index}.254`,
        '--aux-address',
        `router=10.80.${index}.130`,
      );
      return { name, index, static: true };
    case 'from-config':
      await make('--config-from', 'settings');
      return { name, index, static: false };
    case 'closed':
      await make(
        '--subnet',
        subnet,
        '-o',
        'com.docker.network.bridge.enable_icc=false',
        '-o',
        'com.docker.network.bridge.enable_ip_masquerade=false',
      );
      return { name, index, static: true };
    case 'six':
      if (isNewer) await make('--ipv4=false', ...six);
      else await make('--subnet', subnet, ...six);
      return { name, index, static: false };
  }
}

function plan(random: Random, index: number, networks: readonly Net[], isNewer: boolean): Plan {
  const name = `w${index}`;
  const kinds: readonly Kind[] = ['host', 'none', 'paused', 'stopped', 'created', 'restarting', 'sharer', 'sharer'];
  const kind = index > 3 && random.chance(0.3) ? random.pick(kinds) : 'plain';
  if (kind === 'host' || kind === 'none') return { name, kind, networks: [{ name: kind, flags: [] }] };
  // A chain: the owner of the second stack is a sharer itself.
  if (kind === 'sharer') return { name, kind, networks: [], owner: `w${random.below(4)}` };
  const chosen = random.chance(0.2) ? [{ name: 'bridge', flags: [] as string[] }] : [];
  for (const network of random.some(networks, 3)) {
    const flags: string[] = [];
    if (network.static && random.chance(0.25)) flags.push('--ip', `10.80.${network.index}.${200 + (index % 50)}`);
    if (random.chance(0.3)) flags.push('--alias', `alias-${index % 5}`);
    if (isNewer && random.chance(0.2)) flags.push('--gw-priority', String(random.below(3)));
    chosen.push({ name: network.name, flags });
  }
  return { name, kind, networks: chosen };
}

async function makeContainer(engine: LabEngine, { name, kind, networks, owner }: Plan): Promise<void> {
  const [first, ...more] = networks;
  const network = owner === undefined ? (first?.name ?? 'none') : `container:${owner}`;
  const restart = kind === 'restarting' ? ['--restart', 'always'] : [];
  const command = kind === 'restarting' ? ['false'] : ['sleep', '1d'];
  await engine.docker('create', '--name', name, '--network', network, ...restart, 'alpine', ...command);
  // Docker's CLI takes options of several networks at once only from 1.44 on: connected before the start they are equal.
  for (const { name: on, flags } of more) await engine.docker('network', 'connect', ...flags, on, name);
  if (kind === 'created') return;
  // An overlay that loses its last endpoint goes from the node in the very moment in which another one comes: the engine then says
  // that it is not found. Tried once more; what still does not start is one that never started.
  const started = await engine.docker('start', name).then(
    () => true,
    () =>
      engine.docker('start', name).then(
        () => true,
        (error: Error) => {
          if (!/network n\d+ not found/.test(error.message)) throw error;
          return false;
        },
      ),
  );
  if (!started) return;
  if (kind === 'paused') await engine.docker('pause', name);
  if (kind === 'stopped') await engine.docker('kill', name);
}
