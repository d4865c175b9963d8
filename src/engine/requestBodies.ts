/** Request bodies, spelled as the Engine API spells them. Docker says connect, the screen says attach. */
import type { AttachSettings, HelperSpec, NetworkSpec } from './engine.ts';

export function attachBody(container: string, settings: AttachSettings): object {
  const ipam = compact({ IPv4Address: settings.address, IPv6Address: settings.address6, LinkLocalIPs: settings.linkLocal });
  const endpoint = compact({
    IPAMConfig: ipam,
    Aliases: settings.aliases,
    Links: settings.links,
    DriverOpts: settings.driverOptions,
    MacAddress: settings.mac,
    GwPriority: settings.gatewayPriority,
  });
  return { Container: container, ...(endpoint ? { EndpointConfig: endpoint } : {}) };
}

export function networkBody(spec: NetworkSpec): object {
  const pools = (spec.pools ?? []).map((pool) =>
    compact({ Subnet: pool.subnet, Gateway: pool.gateway, IPRange: pool.range, AuxiliaryAddresses: pool.reserved }),
  );
  const ipam = { Driver: spec.ipamDriver ?? 'default', ...compact({ Config: pools, Options: spec.ipamOptions }) };
  return {
    Name: spec.name,
    // 20.10 makes a second network of one name without it
    CheckDuplicate: true,
    // what only holds settings has no driver; the engine calls it null
    Driver: spec.configOnly ? '' : spec.driver,
    Internal: spec.internal ?? false,
    Attachable: spec.attachable ?? false,
    EnableIPv6: spec.ipv6 ?? false,
    ...compact({
      Ingress: spec.ingress,
      EnableIPv4: spec.ipv4,
      ConfigOnly: spec.configOnly,
      ConfigFrom: spec.configFrom === undefined ? undefined : { Network: spec.configFrom },
    }),
    ...(Object.keys(ipam).length > 1 || spec.ipamDriver !== undefined ? { IPAM: ipam } : {}),
    Options: spec.options ?? {},
    Labels: spec.labels ?? {},
  };
}

const megabyte = 1024 * 1024;

/** The rights are the same for every helper, so that none can be made with more: no capability, nobody's user, nothing to write to. */
export function helperBody(spec: HelperSpec): object {
  const [program, ...args] = spec.argv;
  return {
    Image: spec.image,
    Entrypoint: [program],
    Cmd: args,
    User: '65534:65534',
    WorkingDir: '/',
    Labels: spec.labels,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      AutoRemove: true,
      NetworkMode: spec.networkMode,
      ...(spec.hostProcesses ? { PidMode: 'host' } : {}),
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Memory: 64 * megabyte,
      PidsLimit: 64,
      LogConfig: { Type: 'none' },
      RestartPolicy: { Name: 'no' },
    },
  };
}

/** Without the fields that are not set; undefined when none is. */
function compact(fields: Readonly<Record<string, unknown>>): object | undefined {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
