import type { Network } from './topology.ts';

/** Ethernet, IPv4, UDP and VXLAN headers, bytes. */
const vxlan = 50;
/** What ESP may add (moby libnetwork/drivers/overlay/ov_network.go pktExpansion). */
const esp = 26;

/** MTU of the network under the tunnel that the overlay was made for: its option, else 1500. Inferred. */
export function outerMtu(network: Network): number {
  return network.mtu ?? 1500;
}

/** MTU of the overlay's own interfaces, as the engine computes it (moby ov_network.go maxMTU). Inferred. */
export function overlayMtu(network: Network): number {
  const plain = outerMtu(network) - vxlan;
  if (!isEncrypted(network)) return plain;
  const secure = plain - esp;
  return secure - (secure % 4);
}

/** `--opt encrypted`, whatever its value but "false". */
export function isEncrypted(network: Network): boolean {
  return Object.hasOwn(network.options, 'encrypted') && network.options.encrypted !== 'false';
}
