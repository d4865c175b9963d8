/** Who is asked to reach whom, and the answer: steps of one path, predicted; what a real connect saw. */
import type { EngineId, Gap, SandboxId } from '../model/topology.ts';
import type { Word } from '../model/word.ts';

export type Place =
  | { readonly sandbox: string }
  | { readonly address: string }
  | { readonly name: string }
  | { readonly host: EngineId }
  | { readonly published: { readonly engine: EngineId; readonly port: number; readonly address?: string } }
  | { readonly outside: true };

export type PathProtocol = 'tcp' | 'udp' | 'icmp';

export interface PathQuestion {
  /** A sandbox, the id of any container in it, or another place. */
  readonly from: Place | string;
  readonly to: Place;
  /** Not for icmp. */
  readonly port?: number;
  /** tcp where there is a port, else icmp. */
  readonly protocol?: PathProtocol;
}

/**
 * open: it answers. refused: the packet arrives and nobody takes it (also where a proxy takes the connection and closes it at once).
 * blocked: nothing comes back. unknown: the last step says what would have to be known.
 */
export type PathVerdict = 'open' | 'refused' | 'blocked' | 'unknown';

export type StepCode =
  /** What lets the packet pass. */
  | 'name-answers'
  | 'same-stack'
  | 'own-address'
  | 'embedded-dns'
  | 'shared-network'
  | 'from-host'
  | 'default-route'
  | 'to-host'
  | 'published'
  | 'destination-changed'
  | 'proxied'
  | 'between-networks'
  | 'published-between-networks'
  | 'direct-published'
  | 'direct-allowed'
  | 'no-filter-six'
  | 'lan-neighbour'
  | 'overlay-tunnel'
  | 'leaves-host'
  | 'reaches-host'
  | 'balanced'
  | 'mesh'
  | 'way-out'
  | 'gets-out'
  | 'rules-gone-open'
  | 'listens'
  | 'answers-ping'
  /** What stops it. */
  | 'source-not-running'
  | 'target-not-running'
  | 'target-without-address'
  | 'name-without-answer'
  | 'no-network'
  | 'no-route'
  | 'no-route-internal'
  | 'no-six'
  | 'nobody-there'
  | 'icc-off'
  | 'internal-source'
  | 'internal-target'
  | 'isolated-networks'
  | 'direct-dropped'
  | 'unpublished-dropped'
  | 'forwarding-off'
  | 'rules-gone'
  | 'macvlan-mode'
  | 'macvlan-host'
  | 'overlay-host'
  | 'ingress-closed'
  | 'no-cipher'
  | 'balancer-missing'
  | 'mesh-missing'
  | 'far-network'
  | 'host-not-there'
  | 'bound-elsewhere'
  | 'loopback-only'
  | 'nothing-listens'
  | 'other-address'
  | 'proxy-closes'
  | 'proxy-silent'
  | 'proxy-other-source'
  /** What would have to be known. */
  | 'source-unknown'
  | 'target-unknown'
  | 'other-node'
  | 'name-unknown'
  | 'host-unknown'
  | 'listeners-unknown'
  | 'beyond-host'
  | 'lan-unknown'
  | 'virtual-address'
  | 'mesh-unknown'
  | 'tasks-differ'
  | 'load-balancer'
  | 'remote-driver'
  | 'published-unknown'
  | 'rules-unknown'
  | 'sender-kept'
  | 'no-port';

export type PathEvidence =
  | 'path-evidence.route'
  | 'path-evidence.gateway-inferred'
  | 'path-evidence.option'
  | 'path-evidence.internal'
  | 'path-evidence.engine'
  | 'path-evidence.firewall'
  | 'path-evidence.published'
  | 'path-evidence.listener'
  | 'path-evidence.sockets'
  | 'path-evidence.address'
  | 'path-evidence.state'
  | 'path-evidence.dns'
  | 'path-evidence.peers'
  | 'path-evidence.balancer'
  | 'path-evidence.no-balancer'
  | 'path-evidence.no-cipher'
  | 'path-evidence.node'
  | 'path-evidence.parent'
  | 'path-evidence.rules-seen'
  | 'path-evidence.rules-missing'
  | 'path-evidence.user-rules'
  | 'path-evidence.port-rule'
  | 'path-evidence.no-port-rule';

export type PathWord = `path.${StepCode}` | PathEvidence;

/** Where a step happens: what the picture draws a box for. */
export interface StepPlace {
  readonly kind: 'sandbox' | 'network' | 'host' | 'outside' | 'name';
  /** The object's name, data. */
  readonly name: string;
  /** Address, interface or port, data. */
  readonly detail?: string;
  /** Topology id. */
  readonly subject?: string;
}

export interface Step {
  readonly code: StepCode;
  readonly outcome: 'passes' | 'stops' | 'unknown';
  readonly says: Word<`path.${StepCode}`>;
  readonly evidence: readonly Word<PathEvidence>[];
  readonly place: StepPlace;
}

export interface PathPrediction {
  readonly verdict: PathVerdict;
  /** From the source on; the last one decides. */
  readonly steps: readonly Step[];
  /** The address, port and protocol that were followed, where there is one: what a probe has to try. */
  readonly target?: { readonly address: string; readonly port?: number; readonly protocol: PathProtocol };
  /** A proxy of the engine takes the connection: that it opens says nothing of what is behind. */
  readonly proxied?: boolean;
}

export type PathOutcome = 'open' | 'refused' | 'filtered' | 'unknown';

/** A connect tried for real. */
export interface PathObservation {
  /** What the question was, with ids. */
  readonly question: PathQuestion;
  /** The sandbox that it was tried in; absent for outside. */
  readonly sandbox?: SandboxId;
  /** ISO 8601. */
  readonly at: string;
  /** The means: `exec nc`, `exec ping`, `nsenter`, `connect`, …. */
  readonly how: string;
  readonly milliseconds: number;
  /** What was predicted when it was tried. */
  readonly predicted: PathPrediction;
  readonly result: { readonly outcome: PathOutcome } | { readonly gap: Gap };
}
