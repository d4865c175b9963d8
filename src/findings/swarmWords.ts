/** Words of the rules about swarms and their overlays. */

export type SwarmFindingCode =
  | 'overlay-peer-missing'
  | 'task-unreachable'
  | 'overlay-mtu'
  | 'overlay-pool-overlap'
  | 'overlay-without-pool'
  | 'task-pending-address'
  | 'swarm-port-blocked';

export type SwarmFindingWord =
  /** network, number of missing tunnels */
  | 'finding.overlay-peer-missing'
  /** number of tasks, node, state */
  | 'finding.task-unreachable'
  /** network, MTU it needs, MTU of the underlay, host */
  | 'finding.overlay-mtu'
  /** network, subnet, address of a node */
  | 'finding.overlay-pool-overlap'
  /** network */
  | 'finding.overlay-without-pool'
  /** number of tasks, service */
  | 'finding.task-pending-address'
  /** ports, node */
  | 'finding.swarm-port-blocked';

export type SwarmEvidence =
  /** port, where it was tried, means, time */
  | 'evidence.port-refused'
  | 'evidence.port-silent'
  /** host, address of the host that it does not know */
  | 'evidence.peer-unknown'
  /** host, addresses that it knows */
  | 'evidence.peers-known'
  | 'evidence.peers-known-none'
  | 'evidence.tunnel-ports'
  /** node, address, state */
  | 'evidence.node-state'
  /** task, address */
  | 'evidence.task-there'
  | 'evidence.more-tasks'
  /** network, inner MTU, outer MTU */
  | 'evidence.overlay-takes'
  /** interface, address, MTU, means */
  | 'evidence.underlay-mtu'
  /** node, address */
  | 'evidence.node-address'
  /** network */
  | 'evidence.no-pool-given'
  /** network, addresses in use, addresses there are */
  | 'evidence.pool-full'
  /** task, state, since */
  | 'evidence.task-waits';

export type SwarmFixWord =
  | 'fix.check-swarm-ports'
  /** network */
  | 'fix.new-overlay'
  | 'fix.new-overlay-subnet'
  /** MTU */
  | 'fix.new-overlay-mtu';
