/** Texts of the steps that make a network. */
import { l10n } from 'vscode';
import { inertText } from '../views/plainText.ts';
import type { CreateField, CreateFlag } from './networkDraft.ts';
import type { Problem } from './networkProblems.ts';

export function aboutDriver(driver: string): string {
  switch (driver) {
    case 'bridge':
      return l10n.t('containers of this host, behind a bridge and NAT');
    case 'macvlan':
      return l10n.t('own MAC and address on the wire of an interface');
    case 'ipvlan':
      return l10n.t('own address on the wire of an interface, with its MAC');
    case 'overlay':
      return l10n.t('across the hosts of the swarm');
    case 'config-only':
      return l10n.t('holds settings for other networks of this host');
    default:
      return l10n.t('driver from a plugin');
  }
}

export function aboutMode(mode: string): string {
  const texts: Readonly<Record<string, string>> = {
    bridge: l10n.t('containers reach each other and the wire'),
    private: l10n.t('containers reach the wire, not each other'),
    vepa: l10n.t('containers reach each other through the switch'),
    passthru: l10n.t('one container has the interface'),
    l2: l10n.t('switched; containers use the wire’s gateway'),
    l3: l10n.t('routed; the network needs a route to the host'),
    l3s: l10n.t('routed, with connection tracking'),
    nat: l10n.t('addresses are translated; only published ports are open'),
    'nat-unprotected': l10n.t('translated; every port is open to whoever has a route'),
    routed: l10n.t('not translated; the network needs a route to the host'),
    isolated: l10n.t('no address of the host on the bridge; for internal networks'),
  };
  return texts[mode] ?? '';
}

export function labelOf(option: CreateFlag | CreateField): { readonly label: string; readonly about: string } {
  switch (option) {
    case 'internal':
      return { label: l10n.t('Internal'), about: l10n.t('no way out') };
    case 'ipv6':
      return { label: 'IPv6', about: l10n.t('addresses of both families') };
    case 'attachable':
      return { label: l10n.t('Attachable'), about: l10n.t('takes containers, not services alone') };
    case 'encrypted':
      return { label: l10n.t('Encrypted'), about: l10n.t('between hosts, by IPsec') };
    case 'ingress':
      return { label: l10n.t('Ingress'), about: l10n.t('carries published ports of services; there can be one') };
    case 'no-icc':
      return { label: l10n.t('Keep containers apart'), about: 'enable_icc=false' };
    case 'no-masquerade':
      return { label: l10n.t('No address translation'), about: 'enable_ip_masquerade=false' };
    case 'mtu':
      return { label: 'MTU', about: l10n.t('the largest packet, in bytes') };
    case 'host-binding':
      return { label: l10n.t('Address for published ports'), about: l10n.t('of the host, instead of all') };
    case 'gateway-mode':
      return { label: l10n.t('Gateway mode'), about: l10n.t('translated, routed, isolated') };
    case 'bridge-name':
      return { label: l10n.t('Name of the bridge'), about: l10n.t('on the host, instead of br-…') };
    case 'driver-options':
      return { label: l10n.t('Driver options'), about: l10n.t('key=value, for the driver') };
    case 'range':
      return { label: l10n.t('Range'), about: l10n.t('part of the subnet that Docker hands out') };
    case 'reserved':
      return { label: l10n.t('Reserved addresses'), about: l10n.t('that Docker never hands out') };
    case 'labels':
      return { label: l10n.t('Labels'), about: 'key=value' };
    case 'config-from':
      return { label: l10n.t('Settings from another network'), about: l10n.t('subnet and options of a config-only network') };
    default:
      return option satisfies never;
  }
}

export function promptOfField(field: CreateField): string {
  const { label, about } = labelOf(field);
  return `${label} – ${about}`;
}

export function exampleOfField(field: CreateField): string {
  const examples: Readonly<Record<CreateField, string>> = {
    mtu: '1450',
    'host-binding': '127.0.0.1',
    'gateway-mode': 'nat',
    'bridge-name': 'br-lan',
    'driver-options': 'parent=eth0.100',
    range: '10.20.0.128/25',
    reserved: 'nas=10.20.0.5, printer=10.20.0.6',
    labels: 'tier=db owner=me',
    'config-from': 'template',
  };
  return examples[field];
}

export function problemText(problem: Problem): string {
  switch (problem.code) {
    case 'name-empty':
      return l10n.t('A network needs a name.');
    case 'name-form':
      return l10n.t('Letters, digits, “_”, “.” and “-”; the first one a letter or a digit.');
    case 'name-taken':
      return l10n.t('There is already a network named {0}.', inertText(problem.name));
    case 'subnet-form':
      return l10n.t('A subnet is written like 10.20.0.0/24 or fd00:20::/64.');
    case 'subnet-host-bits':
      return l10n.t('This is an address inside a subnet: write the first address of the subnet.');
    case 'subnet-family':
      return l10n.t('A subnet of the other family is meant here.');
    case 'subnet-overlap':
      return problem.used.kind === 'network'
        ? l10n.t('Overlaps {0} of {1}: the engine may refuse it.', problem.used.subnet, inertText(problem.used.by))
        : l10n.t(
            'Overlaps {0}, which the host reaches through {1}: it would be cut off.',
            problem.used.subnet,
            inertText(problem.used.by),
          );
    case 'gateway-form':
      return l10n.t('A gateway is one address, such as 10.20.0.1.');
    case 'gateway-outside':
      return l10n.t('The gateway has to be inside {0}.', problem.subnet);
    case 'range-outside':
      return l10n.t('A range is a subnet inside {0}.', problem.subnet);
    case 'reserved-outside':
      return l10n.t('Addresses inside {0}, each with a name: nas=10.20.0.5.', problem.subnet);
    case 'needs-subnet':
      return l10n.t('Goes with a subnet that you give: go back, or leave it empty.');
    case 'parent-form':
      return l10n.t('Names of interfaces have at most 15 characters, without blanks, slashes and colons.');
    case 'vlan-form':
      return l10n.t('A number from 1 to 4094.');
    case 'mtu-form':
      return l10n.t('A number from 68 to 65535.');
    case 'binding-form':
      return l10n.t('One IPv4 address of the host, such as 127.0.0.1.');
    case 'pairs-form':
      return l10n.t('Written like key=value, separated by blanks.');
    default:
      return problem satisfies never;
  }
}
