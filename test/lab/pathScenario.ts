/**
 * Networks and containers of every kind that a path can cross, with real listeners: servers on every address, on the loopback alone, and
 * ports that are published though nothing listens.
 */
import type { LabEngine } from './engine.ts';
import type { Random } from './random.ts';
import { run, until } from './run.ts';

/** `nc` and `httpd` of busybox: one for every address, one for the loopback. */
const serve = 'httpd -p 80 -h /www; httpd -p 127.0.0.1:81 -h /www; exec httpd -f -p 0.0.0.0:82 -h /www';
export const serving = ['alpine', 'sh', '-c', serve] as const;

export const ports = { every: 80, loopback: 81, four: 82, nothing: 9, udp: 7007, udpLoopback: 7008 } as const;

export async function pathNetworks(engine: LabEngine): Promise<void> {
  const create = (text: string) => engine.docker('network', 'create', ...text.split(' '));
  await create('alpha');
  await create('beta');
  await create('-o com.docker.network.bridge.enable_icc=false quiet');
  await create('--internal inside');
  await create('--internal inside2');
  await create('--ipv6 --subnet 10.66.0.0/24 --subnet fd00:66::/64 six');
  await create('--ipv6 --subnet 10.67.0.0/24 --subnet fd00:67::/64 seven');
  await create('-d macvlan --subnet 10.0.2.0/24 --ip-range 10.0.2.0/25 --gateway 10.0.2.1 -o parent=eth0 lan');
  if (engine.version !== '20.10') {
    await create('-o com.docker.network.bridge.gateway_mode_ipv4=nat-unprotected unprotected');
    await create('-o com.docker.network.bridge.gateway_mode_ipv4=routed routed');
    await create('--internal -o com.docker.network.bridge.gateway_mode_ipv4=isolated isolated');
  }
}

/** The routes that a LAN with a router to the engine's containers has: without them nothing outside could try their addresses. */
export async function routesOutside(engine: LabEngine): Promise<void> {
  await run('ip', ['-n', engine.namespace, 'addr', 'add', 'fd00:99::2/64', 'dev', 'eth0', 'nodad']);
  await run('ip', ['-n', engine.outside, 'addr', 'add', 'fd00:99::1/64', 'dev', 'eth0', 'nodad']);
  for (const subnet of ['172.16.0.0/12', '192.168.0.0/16', '10.66.0.0/24', '10.67.0.0/24']) {
    await run('ip', ['-n', engine.outside, 'route', 'add', subnet, 'via', engine.address]);
  }
  for (const subnet of ['fd00:66::/64', 'fd00:67::/64']) {
    await run('ip', ['-n', engine.outside, 'route', 'add', subnet, 'via', 'fd00:99::2']);
  }
}

export async function pathContainers(engine: LabEngine, random: Random): Promise<void> {
  const newer = engine.version !== '20.10' ? (['unprotected', 'routed', 'isolated'] as const) : [];
  const bridges = ['alpha', 'beta', 'quiet', 'inside', 'inside2', 'six', 'seven', 'bridge', 'lan', ...newer] as const;
  // neighbours where they matter most; some are on several networks
  const homes = [...bridges, 'alpha', 'inside', 'quiet', 'six', 'bridge', 'lan', ...newer].map((first) => [
    first,
    ...(random.chance(0.35) ? random.some(bridges, 2) : []),
  ]);
  let published = 5000;
  const publish = () => {
    const udp = random.chance(0.25);
    const inside = udp
      ? random.pick([ports.udp, ports.udp, ports.udpLoopback, ports.nothing])
      : random.pick([ports.every, ports.every, ports.loopback, ports.four, ports.nothing]);
    const address = random.pick(['', '', '127.0.0.1:', `${engine.address}:`]);
    published += 1;
    return ['-p', `${address}${published}:${inside}${udp ? '/udp' : ''}`];
  };
  for (const [at, home] of homes.entries()) {
    const [first = 'bridge', ...more] = [...new Set(home)];
    const given = random.chance(0.7) ? [...publish(), ...(random.chance(0.3) ? publish() : [])] : [];
    await engine.docker('run', '-d', '--name', `box${at}`, '--network', first, ...given, ...serving);
    for (const network of more) await engine.docker('network', 'connect', network, `box${at}`);
  }
  await engine.docker('run', '-d', '--name', 'sealed', '--network', 'none', ...serving);
  await engine.docker('run', '-d', '--name', 'sharing', '--network', 'container:box0', 'alpine', 'sleep', '1d');
  await engine.docker('run', '-d', '--name', 'hosted', '--network', 'host', 'alpine', 'httpd', '-f', '-p', '7000', '-h', '/www');
  await engine.docker(
    'run',
    '-d',
    '--name',
    'local',
    '--network',
    'host',
    'alpine',
    'httpd',
    '-f',
    '-p',
    '127.0.0.1:7001',
    '-h',
    '/www',
  );
  await engine.docker('create', '--name', 'halted', '--network', 'alpha', '-p', '5999:80', ...serving);
  await until('the servers answer', async () => {
    const answers = await Promise.all(
      ['7000', '7001'].map((port) =>
        engine.inNamespace('busybox', 'wget', '-q', '-O', '-', `http://127.0.0.1:${port}/`).catch((error) => String(error)),
      ),
    );
    return answers.every((answer) => answer.includes('404') || answer.includes('hi'));
  });
}
