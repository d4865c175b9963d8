/**
 * A random world of names on a real engine: every sort of container, network, alias, link and setting that decides what a name resolves to.
 * The same seed makes the same world.
 */
import type { LabEngine } from './engine.ts';
import type { Random } from './random.ts';
import { until } from './run.ts';

/** Names that somebody could ask for, beyond what the containers are called. */
export interface NameWorld {
  readonly networks: readonly string[];
  readonly names: readonly string[];
}

const aliases = ['db', 'cache', 'DB2', 'alpha', 'deep.name', 'db.corp.example', 'Mixed.Case'] as const;
const searches = ['alpha', 'Dotted.Net', 'corp.example', 'name'] as const;

/** Networks, once an engine. */
export async function makeNetworks(engine: LabEngine): Promise<readonly string[]> {
  const line = (text: string) => engine.docker(...text.split(' '));
  const made: [name: string, options: string][] = [
    ['alpha', ''],
    ['beta', ''],
    ['Dotted.Net', ''],
    ['inner', '--internal '],
    ['six', '--ipv6 --subnet 10.66.0.0/24 --subnet fd00:66::/64 '],
  ];
  if (engine.version === '28.5') made.push(['only6', '--ipv4=false --ipv6 --subnet fd00:67::/64 ']);
  for (const [name, options] of made) await line(`network create ${options}${name}`);
  return ['bridge', ...made.map(([name]) => name)];
}

export async function populate(engine: LabEngine, random: Random, networks: readonly string[]): Promise<NameWorld> {
  const own = networks.filter((name) => name !== 'bridge');
  const names = new Set<string>([...aliases, 'nobody', 'extra', 'six6', 'lk', 'old', 'localhost']);
  const run = (name: string, network: string, ...args: readonly string[]) => {
    names.add(name);
    const image = random.chance(0.3) ? 'static' : 'alpine';
    return engine.docker('run', '-d', '--name', name, '--network', network, ...args, image, ...sleep(image));
  };
  const given = (flag: string) => (random.chance(0.6) ? random.some(aliases, 2).flatMap((alias) => [flag, alias]) : []);

  // two that others link to, one on the default bridge and one on a network of its own
  await run('base0', 'bridge');
  await run('base1', random.pick(own), ...given('--network-alias'));
  const boxes = Array.from({ length: 9 }, (_, at) => (at % 4 === 3 ? `Box.${at}` : at === 5 ? 'my_app' : `box${at}`));
  for (const [at, name] of boxes.entries()) {
    const [first = 'bridge', ...more] = at === 0 ? ['bridge'] : random.some(networks, 3);
    const args = first === 'bridge' ? [] : [...given('--network-alias')];
    if (random.chance(0.3)) args.push('--hostname', random.pick([`host${at}`, `Host${at}.example.com`]));
    if (random.chance(0.3)) args.push('--dns-search', random.pick(searches), '--dns-search', random.pick(searches));
    if (random.chance(0.2)) args.push('--dns-opt', `ndots:${random.pick([0, 1, 2])}`);
    if (random.chance(0.2)) args.push('--dns', engine.address);
    if (random.chance(0.3)) args.push('--add-host', `extra:10.9.9.${at + 1}`, '--add-host', 'six6:fd00::9');
    if (random.chance(0.2)) args.push('--add-host', `${random.pick(aliases)}:10.9.8.7`, '--add-host', 'gw:host-gateway');
    if (random.chance(0.3)) args.push('--link', first === 'bridge' ? 'base0:lk' : `base1:${random.pick(['lk', 'Lk', 'db'])}`);
    await run(name, first, ...args);
    for (const network of more) {
      const linked = network !== 'bridge' && random.chance(0.2) ? ['--link', `base1:${random.pick(['lk', 'cache'])}`] : [];
      await engine.docker('network', 'connect', ...(network === 'bridge' ? [] : given('--alias')), ...linked, network, name);
    }
  }
  names.add(await nameOf(engine, await engine.docker('run', '-d', '--network', random.pick(own), 'alpine', 'sleep', '1d')));
  await run('alone', 'none');
  await run('onhost', 'host');
  await run('sharing', `container:${random.pick(boxes)}`);
  await run('sharing2', `container:${random.pick(boxes)}`);
  await engine.docker('rename', boxes[2] ?? '', 'renamed');
  names.add('renamed');
  await engine.docker('pause', boxes[4] ?? '');
  await run('halted', random.pick(own), ...given('--network-alias'));
  await run('halted2', 'bridge');
  await engine.docker('stop', '-t', '0', 'halted', 'halted2');
  await run('left', 'alpha');
  await engine.docker('network', 'connect', 'bridge', 'left');
  await engine.docker('network', 'disconnect', 'alpha', 'left');
  return { networks, names: [...names, 'gw', 'host1', 'host1.example.com'] };
}

/** Services with and without a virtual address on overlays, and some of the world's containers on them too. */
export async function addServices(engine: LabEngine, random: Random): Promise<readonly string[]> {
  const line = (text: string) => engine.docker(...text.split(' '));
  await line('network create -d overlay --attachable over');
  await line('network create -d overlay --attachable Over2');
  const make = 'service create --detach --no-resolve-image';
  // by id: a name would be looked for in a registry first, for each task
  const [alpine, still] = (await line('image inspect -f {{.Id}} alpine static')).split('\n');
  const alias = random.pick(['svc', 'db', 'tasks.fake']);
  await line(`${make} --name s1 --network name=over,alias=${alias} --network Over2 --replicas 2 ${alpine} sleep 1d`);
  await line(`${make} --name s2 --network name=over,alias=svc --endpoint-mode dnsrr --replicas 2 ${still} /bin/sleep 1d`);
  await line(`${make} --name web-api --network over --publish 8080:80 --mode global --hostname hosted ${alpine} sleep 1d`);
  const ids = await until('every task runs', async () => {
    const found = await line('ps --no-trunc --format {{.Names}} --filter label=com.docker.swarm.task');
    return found.split('\n').length === 5 && found.split('\n');
  });
  const others = (await line('ps --format {{.Names}} --filter status=running')).split('\n');
  const free = others.filter((name) => /^(box|Box|base1)/.test(name));
  for (const name of random.some(free, 4))
    await engine.docker('network', 'connect', '--alias', random.pick(aliases), 'over', name);
  for (const name of random.some(free, 2)) await engine.docker('network', 'connect', 'Over2', name);
  const services = ['s1', 's2', 'web-api', 'svc', 'tasks.fake', 'hosted'];
  return [...services, ...services.map((name) => `tasks.${name}`), ...ids];
}

/** Everything but the networks of `makeNetworks`. */
export async function clear(engine: LabEngine): Promise<void> {
  const info = await engine.docker('info', '--format', '{{.Swarm.LocalNodeState}}');
  if (info === 'active') {
    await engine.docker('service', 'rm', 's1', 's2', 'web-api');
    await engine.docker('swarm', 'leave', '--force');
  }
  await until('every container is gone', async () => {
    const ids = await engine.docker('ps', '-aq');
    if (ids === '') return true;
    await engine.docker('rm', '-f', ...ids.split('\n'));
    return false;
  });
}

async function nameOf(engine: LabEngine, id: string): Promise<string> {
  return (await engine.docker('inspect', '-f', '{{.Name}}', id)).slice(1);
}

function sleep(image: string): readonly string[] {
  return image === 'static' ? ['/bin/sleep', '1d'] : ['sleep', '1d'];
}
