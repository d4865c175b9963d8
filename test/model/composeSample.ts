/**
 * Writes `media/sample.json`: the blog's scenario, from the recorded answers in `test/fixtures`, cut down to what the explorer reads,
 * with what had to be made by hand listed. Run it after recording anew: `npx tsx test/model/composeSample.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

type Json = Record<string, unknown>;

const handMade: string[] = [];

/** The ids that the blog prints. */
const blogIds = {
  networks: {
    bridge: 'fb3cbeb79136ff648e1d3d99ccb1384e655b3827ba8d6db780e9cee3e2628698',
    localnet: '30441f25c1f0b9fbaf3689b02b51497988114c9cd74f96bf7d37afb30156a9c5',
  },
  containers: {
    c1: '32dc71f35b767c4474df550b6112ed8403eb8cfbd9869a725dcee2a10bdf6855',
    c2: '67e4429b6630859488abb82adb1cefbc5adb8f5ffbf50aa1ee8eb89f34f60658',
    c3: '74243e53e3e92ba02cd3d9215799f574f2db473067a5a1e37d54dd727d8c2d9d',
  },
};

const blog = withBlogIds(recorded('engine-28.5.json'));
for (const network of [...list(blog.networks), ...Object.values(record(blog.networkDetails))] as Json[]) {
  if (network.Driver === 'macvlan') record(network.Options).parent = 'enp0s3.100';
}
handMade.push('default: networks.*.Options.parent of macvlan100 (recorded with eth0, the kernel had no VLAN sub-interfaces)');

const [node1, node2] = ['swarm-node1.json', 'swarm-node2.json'].map((file) => withoutService(recorded(file), 'vip')) as [
  Json,
  Json,
];
handMade.push('node1, node2: the recorded service vip with its tasks, containers and endpoints is left out');
for (const [name, node] of Object.entries({ node1, node2 })) record(node.info).Name = name;
for (const node of list(node1.nodes) as Json[]) {
  record(node.Description).Hostname = record(node.Status).Addr === '172.31.1.10' ? 'node2' : 'node1';
}
handMade.push('node1, node2: info.Name, nodes.*.Description.Hostname (both were recorded on one machine)');
handMade.push('*: SandboxKey (the recorded engine kept its namespaces in another folder)');

const sample = {
  note: 'The blog’s scenario, shown where there is no Docker Engine: answers recorded from Docker Engine 28.5 and, for the overlay, from two nodes of 20.10.',
  handMade,
  snapshots: [snapshot('default', blog), snapshot('node1', node1), snapshot('node2', node2)],
};
const file = new URL('../../media/sample.json', import.meta.url);
writeFileSync(
  file,
  `${JSON.stringify(sample, null, 1).replaceAll(/"[^"]*\/netns\/([0-9a-z]+)"/g, '"/var/run/docker/netns/$1"')}\n`,
);

function recorded(name: string): Json {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
}

function withBlogIds(answers: Json): Json {
  let text = JSON.stringify(answers);
  const put = (kind: string, name: string, from: string, to: string) => {
    text = text.replaceAll(from, to).replaceAll(from.slice(0, 12), to.slice(0, 12));
    handMade.push(`default: the id of ${kind} ${name} (the blog's), wherever it stands`);
  };
  for (const network of list(answers.networks) as Json[]) {
    const id = Object.entries(blogIds.networks).find(([name]) => name === network.Name)?.[1];
    if (id) put('network', String(network.Name), String(network.Id), id);
  }
  for (const container of list(answers.containers) as Json[]) {
    const name = String(list(container.Names)[0]).slice(1);
    const id = Object.entries(blogIds.containers).find(([known]) => known === name)?.[1];
    if (id) put('container', name, String(container.Id), id);
  }
  return JSON.parse(text);
}

function withoutService(answers: Json, name: string): Json {
  const gone = (labels: unknown) => record(labels)['com.docker.swarm.service.name'] === name;
  const containers = (list(answers.containers) as Json[])
    .filter((container) => gone(container.Labels))
    .map(({ Id }) => String(Id));
  const service = (list(answers.services ?? []) as Json[]).find((item) => record(item.Spec).Name === name)?.ID;
  const without = (key: string, keep: (item: Json) => boolean) => {
    if (answers[key]) answers[key] = (list(answers[key]) as Json[]).filter(keep);
  };
  without('containers', ({ Id }) => !containers.includes(String(Id)));
  without('services', ({ ID }) => ID !== service);
  without('tasks', ({ ServiceID }) => ServiceID !== service);
  for (const id of containers) delete record(answers.containerDetails)[id];
  for (const network of Object.values(record(answers.networkDetails)) as Json[]) {
    for (const id of containers) delete record(network.Containers)[id];
    delete record(network.Services)[name];
  }
  return answers;
}

function snapshot(context: string, answers: Json) {
  const read = (answer: unknown) => ({ answer });
  const details = (key: string, cut: (item: Json) => unknown) =>
    Object.fromEntries(Object.entries(record(answers[key])).map(([id, item]) => [id, read(cut(item as Json))]));
  const version = record(answers.version);
  return {
    engine: { context, endpoint: `sample://${context}`, state: 'sample', apiVersion: version.ApiVersion },
    readAt: record(answers.info).SystemTime,
    api: {
      version: read(only(version, ['Version', 'ApiVersion', 'MinAPIVersion', 'Os', 'Arch'])),
      info: read(cutInfo(record(answers.info))),
      networks: read(answers.networks),
      containers: read(answers.containers),
      networkDetails: details('networkDetails', (item) => item),
      containerDetails: details('containerDetails', cutContainer),
      ...Object.fromEntries(['nodes', 'services', 'tasks'].flatMap((key) => (answers[key] ? [[key, read(answers[key])]] : []))),
    },
  };
}

function cutInfo(info: Json): Json {
  const swarm = only(record(info.Swarm), [
    'NodeID',
    'NodeAddr',
    'LocalNodeState',
    'ControlAvailable',
    'RemoteManagers',
    'Nodes',
    'Managers',
  ]);
  return { ...only(info, ['Name', 'ServerVersion', 'OperatingSystem', 'OSType', 'Architecture', 'SystemTime']), Swarm: swarm };
}

function cutContainer(container: Json): Json {
  return {
    ...only(container, ['Id', 'Created', 'Path', 'Args', 'State', 'Image', 'Name', 'RestartCount', 'Platform']),
    HostConfig: only(record(container.HostConfig), [
      'NetworkMode',
      'PortBindings',
      'Links',
      'Dns',
      'DnsOptions',
      'DnsSearch',
      'ExtraHosts',
    ]),
    Config: only(record(container.Config), ['Hostname', 'Domainname', 'ExposedPorts', 'Env', 'Cmd', 'Image', 'Labels']),
    NetworkSettings: container.NetworkSettings,
  };
}

function only(from: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.flatMap((key) => (key in from ? [[key, from[key]]] : [])));
}

function record(value: unknown): Json {
  return (value ?? {}) as Json;
}

function list(value: unknown): readonly unknown[] {
  return (value ?? []) as readonly unknown[];
}
