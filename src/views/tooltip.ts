/** What a tooltip says, as data: a title and lines of a word and its values. Pure. */
import type { Finding } from '../findings/finding.ts';
import { hostSandboxId } from '../model/ids.ts';
import { endpointById, engineById, networkById, networksOf, sandboxName, sandboxOfContainer } from '../model/lookup.ts';
import type { Endpoint, Engine, Link, Network, Pool, Sandbox, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { refusalOfDetach } from '../predictions/refusals.ts';
import type { LinkWord, TipWord, TreeWord } from '../words/viewWord.ts';
import { plainText } from './plainText.ts';
import { portText } from './sandboxNodes.ts';
import type { Text, TreeNode } from './treeNode.ts';
import { wireFacts } from './wireNodes.ts';

export interface Tooltip {
  readonly title: Text;
  readonly lines: readonly { readonly name?: TipWord | TreeWord; readonly value: Text; readonly remark?: Text }[];
  /** Commands of ours, with the ids that they get. */
  readonly links?: readonly { readonly title: LinkWord; readonly command: LinkCommand; readonly arguments: readonly string[] }[];
}

type Lines = Tooltip['lines'];

/** The commands that a tooltip may run. */
export const linkCommands = [
  'dockerNetworks.fixFinding',
  'dockerNetworks.copyFixCommand',
  'dockerNetworks.explainFinding',
  'dockerNetworks.silenceFinding',
] as const;
export type LinkCommand = (typeof linkCommands)[number];

/** Undefined where the row says everything. */
export function tooltipOf(node: TreeNode, topology: Topology, findings: readonly Finding[]): Tooltip | undefined {
  const subject = node.subject ?? '';
  switch (node.kind) {
    case 'network': {
      const network = networkById(topology, subject);
      return (
        network && {
          title: plainText(network.name, 400),
          lines: [...networkLines(network, hostLinks(topology, network)), ...linesAbout(findings, network.id)],
        }
      );
    }
    case 'endpoint': {
      const endpoint = endpointById(topology, subject);
      return endpoint && endpointTooltip(topology, endpoint);
    }
    case 'sandbox':
    case 'container': {
      const sandbox = sandboxOfContainer(topology, subject);
      return (
        sandbox && {
          title: plainText(sandboxName(sandbox), 400),
          lines: [...sandboxLines(topology, sandbox, subject), ...linesAbout(findings, sandbox.id)],
        }
      );
    }
    case 'engine': {
      const engine = engineById(topology, subject);
      return engine && { title: plainText(engine.context, 400), lines: engineLines(engine) };
    }
    case 'finding': {
      const finding = findings.find(({ id }) => id === subject);
      return finding && { title: node.label, lines: findingLines(finding), links: findingLinks(finding) };
    }
    case 'group':
    case 'detail':
    case 'port':
    case 'evidence':
    case 'gap':
      return undefined;
    default:
      return node.kind satisfies never;
  }
}

function line(name: TipWord | TreeWord, value: Text | undefined, remark?: Text): Lines {
  if (value === undefined || value === '') return [];
  const text = typeof value === 'string' ? plainText(value, 600) : value;
  return [{ name, value: text, ...(remark === undefined ? {} : { remark }) }];
}

/** The interfaces of the host, where it was looked at. */
function hostLinks(topology: Topology, network: Network): readonly Link[] | undefined {
  const hosts = new Set<string>(network.engines.map(hostSandboxId));
  return topology.stacks.find(({ sandbox }) => hosts.has(sandbox))?.links;
}

function networkLines(network: Network, links: readonly Link[] | undefined): Lines {
  const yes = word('tip.yes');
  return [
    ...line('tip.driver', network.driver),
    ...line('tip.scope', network.scope),
    ...network.pools.flatMap(poolLines),
    ...line('tip.host-interface', network.hostInterface, interfaceSource(network, links)),
    ...line('tip.parent', network.parent, lookedFor(network.parent, links)),
    ...line('tip.mtu', network.mtu?.toString()),
    ...line('tip.vnis', network.vnis?.join(', ')),
    ...line('tip.peers', network.peers?.map(({ address }) => address).join(', ')),
    ...(network.ipv6 ? line('tip.ipv6', yes) : []),
    ...(network.internal ? line('tip.internal', yes) : []),
    ...(network.attachable ? line('tip.attachable', yes) : []),
    ...line('tip.config-from', network.configFrom),
    ...line('tip.project', network.project),
    ...recordLines('tip.options', network.options),
    ...recordLines('tip.labels', network.labels),
    ...line('tip.created', network.created.replace('T', ' ').replace(/\.\d+/, '')),
    ...line('tip.id', network.id),
  ];
}

/** Named by the engine's option, or made of the first twelve digits of the id: `br-<12 hex>`. */
function interfaceSource(network: Network, links: readonly Link[] | undefined): Text | undefined {
  if (network.hostInterface === undefined) return undefined;
  const seen = lookedFor(network.hostInterface, links);
  if (seen) return seen;
  const isOption = network.options['com.docker.network.bridge.name'] !== undefined;
  return word(isOption ? 'tip.interface-by-option' : 'tip.interface-inferred');
}

function lookedFor(name: string | undefined, links: readonly Link[] | undefined): Text | undefined {
  if (name === undefined || !links) return undefined;
  return word(links.some((link) => link.name === name) ? 'tip.interface-observed' : 'tip.interface-missing');
}

function poolLines(pool: Pool): Lines {
  const reserved = Object.entries(pool.reserved ?? {}).map(([name, address]) => `${name} ${address}`);
  const usage = pool.used === undefined || pool.free === undefined ? undefined : word('tip.addresses-used', pool.used, pool.free);
  return [
    ...line('tip.subnet', pool.subnet, usage),
    ...line('tip.gateway', pool.gateway),
    ...line('tip.range', pool.range),
    ...line('tip.reserved', reserved.join(', ')),
  ];
}

function recordLines(name: TipWord, record: Readonly<Record<string, string>>): Lines {
  const most = 12;
  const entries = Object.entries(record);
  const shown = entries.slice(0, most).flatMap(([key, value]) => line(name, `${plainText(key, 120)} = ${plainText(value, 120)}`));
  return entries.length > most ? [...shown, { name, value: word('tip.more', entries.length - most) }] : shown;
}

function endpointTooltip(topology: Topology, endpoint: Endpoint): Tooltip {
  const sandbox = endpoint.sandbox === undefined ? undefined : sandboxOfContainer(topology, endpoint.sandbox);
  const network = networkById(topology, endpoint.network);
  const who = plainText(sandbox ? sandboxName(sandbox) : (endpoint.name ?? endpoint.endpointId ?? ''), 200);
  const refusal = refusalOfDetach(topology, endpoint.id);
  return {
    title: word('tip.endpoint-in', who, plainText(network?.name ?? endpoint.network, 200)),
    lines: [
      ...line('tip.state', sandbox?.kind === 'container' ? sandbox.containers[0]?.state : undefined),
      ...line('tree.address', endpoint.addresses.join(', ')),
      ...line('tree.mac', endpoint.mac),
      ...line('tree.gateway', [endpoint.gateway, endpoint.gateway6].filter(Boolean).join(', ')),
      ...line('tree.static-address', endpoint.staticAddresses?.join(', ')),
      ...line('tree.aliases', endpoint.aliases?.join(', ')),
      ...line('tree.dns-names', endpoint.dnsNames?.join(', ')),
      ...line('tree.links', endpoint.links?.join(', ')),
      ...wireFacts(topology.wires.find((wire) => wire.endpoint === endpoint.id)).map(({ name, text }) => ({ name, value: text })),
      ...line('tree.endpoint-id', endpoint.endpointId),
      ...(refusal ? [{ value: word(refusal.code, ...refusal.args.map((arg) => plainText(arg))) }] : []),
    ],
  };
}

function sandboxLines(topology: Topology, sandbox: Sandbox, subject: string): Lines {
  const container = sandbox.containers.find(({ id }) => id === subject);
  return [
    ...line('tip.image', container?.image),
    ...line('tip.state', container?.state),
    ...line('tip.project', container?.project),
    ...line(
      'tip.networks',
      networksOf(topology, sandbox.id)
        .map(({ name }) => plainText(name, 80))
        .join(', '),
    ),
    ...sandbox.publishedPorts.flatMap((port) => line('tip.ports', portText(port))),
    ...line('tip.pid', sandbox.pid?.toString()),
    ...line('tip.sandbox-key', sandbox.sandboxKey),
    ...line('tip.id', container?.id ?? sandbox.id),
  ];
}

function engineLines(engine: Engine): Lines {
  return [...line('tip.engine', engine.endpoint), ...line('tip.version', engine.version), ...line('tip.said', engine.said)];
}

function findingLines(finding: Finding): Lines {
  const plain = ({ code, args }: Finding['message'] | Finding['evidence'][number]) =>
    word(code, ...args.map((arg) => plainText(arg, 400)));
  return [...finding.evidence.map((evidence) => ({ value: plain(evidence) })), ...line('tip.command', finding.fix?.cli)];
}

/** Errors and warnings about it, the gravest first. */
function linesAbout(findings: readonly Finding[], subject: string): Lines {
  return findings
    .filter(({ severity, subjects }) => severity !== 'info' && subjects.includes(subject))
    .slice(0, 5)
    .map(({ severity, message: { code, args } }) => ({
      name: `tip.${severity === 'error' ? 'error' : 'warning'}` as const,
      value: word(code, ...args.map((arg) => plainText(arg, 400))),
    }));
}

function findingLinks({ id, fix }: Finding): NonNullable<Tooltip['links']> {
  const link = (title: LinkWord, command: LinkCommand) => ({ title, command, arguments: [id] });
  return [
    ...(fix && fix.command !== 'dockerNetworks.copyFixCommand' ? [link('link.fix', 'dockerNetworks.fixFinding')] : []),
    ...(fix?.cli === undefined ? [] : [link('link.copy', 'dockerNetworks.copyFixCommand')]),
    link('link.learn-more', 'dockerNetworks.explainFinding'),
    link('link.silence', 'dockerNetworks.silenceFinding'),
  ];
}
