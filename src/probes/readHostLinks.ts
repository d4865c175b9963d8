import type { Link, LinkKind } from '../model/topology.ts';
import { type KernelReader, readNumber, readText } from './kernelReader.ts';
import { parseForwarding } from './parseProcNet.ts';

const sysfs = '/sys/class/net';
const attributes = ['uevent', 'iflink', 'mtu', 'address', 'flags', 'type'] as const;
/** `ARPHRD_LOOPBACK` and `IFF_UP` (linux/if_arp.h, linux/if.h). */
const loopback = 772;
const upFlag = 1;

/** The interfaces that `/sys/class/net` shows, without their addresses; undefined where it can't be listed. */
export async function readHostLinks(kernel: KernelReader): Promise<readonly Link[] | undefined> {
  const names = await kernel.list(sysfs);
  if (!names) return undefined;
  await kernel.prefetch?.(names.flatMap((name) => attributes.map((attribute) => `${sysfs}/${name}/${attribute}`)));
  const links = await Promise.all(names.map((name) => readLink(kernel, name)));
  return links.flatMap((link) => link ?? []).sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
}

/** By bridge, which MAC was learned behind which of its ports. Binary files: only for a reader that gives bytes as they are. */
export async function readLearned(
  kernel: KernelReader,
  links: readonly Link[],
): Promise<Readonly<Record<string, readonly { readonly mac: string; readonly port: string }[]>>> {
  const bridges = links.filter((link) => link.kind === 'bridge' && links.some(({ master }) => master === link.name));
  const tables = bridges.map(async ({ name: bridge }) => {
    const rows = parseForwarding((await kernel.read(`${sysfs}/${bridge}/brforward`)) ?? new Uint8Array()).filter(
      ({ local }) => !local,
    );
    if (rows.length === 0) return [];
    const ports = new Map<number, string>();
    for (const { name, master } of links) {
      const number = master === bridge ? await readNumber(kernel, `${sysfs}/${bridge}/brif/${name}/port_no`) : undefined;
      if (number !== undefined) ports.set(number, name);
    }
    const learned = rows.flatMap(({ mac, port }) => {
      const name = ports.get(port);
      return name === undefined ? [] : [{ mac, port: name }];
    });
    return [[bridge, learned] as const];
  });
  return Object.fromEntries((await Promise.all(tables)).flat());
}

async function readLink(kernel: KernelReader, name: string): Promise<Link | undefined> {
  const folder = `${sysfs}/${name}`;
  const [uevent, iflink, mtu, address, flags, type, master, device] = await Promise.all([
    readText(kernel, `${folder}/uevent`),
    readNumber(kernel, `${folder}/iflink`),
    readNumber(kernel, `${folder}/mtu`),
    readText(kernel, `${folder}/address`),
    readNumber(kernel, `${folder}/flags`),
    readNumber(kernel, `${folder}/type`),
    kernel.linkName(`${folder}/master`),
    kernel.linkName(`${folder}/device`),
  ]);
  // bonding_masters is a file among the folders
  if (uevent === undefined) return undefined;
  const index = Number(/^IFINDEX=(\d+)$/m.exec(uevent)?.[1]);
  const peerIndex = iflink === index ? undefined : iflink;
  const mac = address?.trim();
  return {
    name,
    ...given('kind', kindOf(/^DEVTYPE=(\w+)$/m.exec(uevent)?.[1], type, device !== undefined, peerIndex !== undefined, name)),
    ...given('index', Number.isInteger(index) ? index : undefined),
    ...given('peerIndex', peerIndex),
    ...given('master', master),
    ...given('mtu', mtu),
    ...given('mac', mac && !/^[0:]*$/.test(mac) ? mac : undefined),
    ...given('up', flags === undefined ? undefined : (flags & upFlag) !== 0),
    addresses: [],
  };
}

/** What sysfs tells of the kind: most virtual kinds but veth and macvlan name themselves. */
function kindOf(
  type: string | undefined,
  hardware: number | undefined,
  isDevice: boolean,
  hasPeer: boolean,
  name: string,
): LinkKind | undefined {
  switch (type) {
    case 'bridge':
    case 'vxlan':
    case 'vlan':
    case 'macvlan':
    case 'ipvlan':
      return type;
    default:
      if (hardware === loopback) return 'loopback';
      if (isDevice) return 'physical';
      return hasPeer && name.startsWith('veth') ? 'veth' : undefined;
  }
}

function given<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]?: V });
}
