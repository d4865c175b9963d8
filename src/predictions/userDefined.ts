import type { Network } from '../model/topology.ts';

/**
 * Whether Docker treats the network as user-defined, which is what decides about names: by name, not by driver
 * (moby daemon/network: only `bridge`, `host`, `none` and `default` are not). `docker_gwbridge` and `ingress` serve no names either.
 */
export function servesNames(network: Network): boolean {
  if (network.driver === 'host' || network.driver === 'null' || network.ingress || network.configOnly) return false;
  return !isDefaultBridgeNetwork(network) && network.name !== 'docker_gwbridge';
}

/** The network `bridge` that every engine makes for itself (`docker0`). */
export function isDefaultBridgeNetwork(network: Network): boolean {
  if (network.driver !== 'bridge') return false;
  return network.name === 'bridge' || network.options['com.docker.network.bridge.default_bridge'] === 'true';
}
