import { sameAddress, withoutPrefix } from '../../model/address.ts';
import { hostSandboxId } from '../../model/ids.ts';
import { hostName, type OverlayHost, overlayHosts, overlaysOf } from '../../model/overlayHosts.ts';
import { overlayMtu as innerMtu, outerMtu } from '../../model/overlayMtu.ts';
import type { Link, Network, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';

/**
 * An overlay whose packets do not fit into the network under it: VXLAN adds 50 bytes (with encryption more) to what its interfaces take.
 * Small packets pass and large ones vanish, so that connections open and then hang.
 *
 * Silent where the interface under the tunnel was not looked at.
 */
export const overlayMtu: Rule = { code: 'overlay-mtu', find };

function find({ topology }: RuleInput): readonly Finding[] {
  return overlaysOf(topology).flatMap((network) => {
    const tight = overlayHosts(topology, network).flatMap((host) => {
      const link = underlayOf(topology, host);
      return link?.mtu !== undefined && link.mtu < outerMtu(network) ? [{ host, link, mtu: link.mtu }] : [];
    });
    const least = tight.sort((a, b) => a.mtu - b.mtu)[0];
    return least ? [finding(network, least.mtu, tight)] : [];
  });
}

/** The link of the host's own stack that has the tunnel's address. */
function underlayOf(topology: Topology, { engine, address }: OverlayHost): Link | undefined {
  const stack = engine && topology.stacks.find(({ sandbox }) => sandbox === hostSandboxId(engine.id));
  return stack?.links.find(({ addresses }) => addresses.some((each) => sameAddress(withoutPrefix(each), address)));
}

function finding(
  network: Network,
  least: number,
  tight: readonly { readonly host: OverlayHost; readonly link: Link; readonly mtu: number }[],
): Finding {
  return {
    id: findingId('overlay-mtu', [network.id]),
    code: 'overlay-mtu',
    severity: 'warning',
    subjects: [network.id],
    message: word('finding.overlay-mtu', network.name, outerMtu(network), least),
    evidence: [
      word('evidence.overlay-takes', network.name, innerMtu(network), outerMtu(network)),
      ...tight.map(({ host, link, mtu }) => word('evidence.underlay-mtu', link.name, hostName(host), mtu)),
    ],
    ...(network.ingress
      ? {}
      : {
          fix: {
            title: word('fix.new-overlay-mtu', least),
            command: 'dockerNetworks.createNetwork',
            arguments: [network.engines[0] ?? ''],
            cli: `docker network create --driver overlay --opt com.docker.network.driver.mtu=${least} NAME`,
          },
        }),
  };
}
