/** What stands of the rules that an engine writes into its host's packet filter (iptables), as far as they were read: only root may. */
export interface Firewall {
  /** By which means, such as `iptables-save`. */
  readonly how: string;
  readonly four: FirewallRules;
  /** Absent where the rules for IPv6 were not read. */
  readonly six?: FirewallRules;
  /** Whether the engine there was started to write rules (`--iptables`, `daemon.json`); absent where no engine's process was found. */
  readonly written?: boolean;
}

/** The rules for one address family. */
export interface FirewallRules {
  /** Docker's chains that packets come to, as `nat/DOCKER`: from `FORWARD` (filter), from `PREROUTING` (nat). Sorted. */
  readonly reached: readonly string[];
  /** Docker's chains that are there, with no rule that leads to them. Sorted. */
  readonly unreached: readonly string[];
  /** Interfaces that a rule on the way from `FORWARD` names. Sorted. */
  readonly interfaces: readonly string[];
  /** Whether packets between two ports of one bridge pass them too (`bridge-nf-call-iptables`); absent where that was not read. */
  readonly bridged?: boolean;
  /** What happens to forwarded packets that no rule takes: `ACCEPT` or `DROP`. */
  readonly policy: string;
  /** Rules that people put into `DOCKER-USER`, which come before Docker's: how many, what they do is not followed. Absent for none. */
  readonly ofUser?: number;
  /** Whether `FORWARD` has no rule at all, so that the policy alone decides. */
  readonly empty: boolean;
  /** CIDRs whose packets leave under another sender (`MASQUERADE`, `SNAT`). Sorted. */
  readonly masqueraded: readonly string[];
  /** Ports whose packets get another destination (`DNAT`), on the way from `PREROUTING`. */
  readonly changed: readonly ChangedPort[];
}

export interface ChangedPort {
  readonly protocol: string;
  /** The host's address that the rule is for; absent for all of them. */
  readonly address?: string;
  readonly port: number;
  /** Address and port, as `172.17.0.2:80` or `[fd00::2]:80`. */
  readonly to: string;
}
