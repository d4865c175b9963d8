/** Request bodies, spelled as the Engine API spells them. Docker says connect, the screen says attach. */
import type { AttachSettings, NetworkSpec } from './engine.ts';

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
  const pool = compact({ Subnet: spec.subnet, Gateway: spec.gateway, IPRange: spec.range });
  return {
    Name: spec.name,
    // 20.10 makes a second network of one name without it
    CheckDuplicate: true,
    Driver: spec.driver,
    Internal: spec.internal ?? false,
    Attachable: spec.attachable ?? false,
    EnableIPv6: spec.ipv6 ?? false,
    ...(pool ? { IPAM: { Driver: 'default', Config: [pool] } } : {}),
    Options: spec.options ?? {},
    Labels: spec.labels ?? {},
  };
}

/** Without the fields that are not set; undefined when none is. */
function compact(fields: Readonly<Record<string, unknown>>): object | undefined {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
