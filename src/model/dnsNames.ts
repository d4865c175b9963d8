/** Aliases and DNS names of an endpoint, by the version of the API that spelled them. */
import { shortId } from './ids.ts';

export interface NameFacts {
  /** Minor number of the API version. */
  readonly api: number;
  readonly podman: boolean;
  readonly containerId: string;
  readonly containerName: string;
  readonly hostname: string;
  /** Whether the network is one on which Docker serves names: neither host nor none nor the default bridge. */
  readonly userDefined: boolean;
  /** Whether the sandbox runs. */
  readonly live: boolean;
  /** `Aliases` and `DNSNames` of a container inspect. */
  readonly inspectedAliases: readonly string[];
  readonly inspectedDnsNames: readonly string[];
}

/** As the user gave them: before API 1.45 Docker's own (short id and hostname) stand among them and cannot be told from equal ones of the user. */
export function aliasesOf(facts: NameFacts): readonly string[] {
  const { api, inspectedAliases, containerId, hostname } = facts;
  const own = api < 45 ? [shortId(containerId), hostname] : [];
  return unique(inspectedAliases.filter((alias) => !own.includes(alias)));
}

/** What the embedded DNS serves: `DNSNames` from API 1.44 on; before, and on Podman, the same rule done here (moby buildEndpointDNSNames). */
export function dnsNamesOf(facts: NameFacts): readonly string[] {
  if (!facts.userDefined || !facts.live) return [];
  if (facts.api >= 44 && !facts.podman) return unique(facts.inspectedDnsNames);
  return unique([facts.containerName, ...facts.inspectedAliases, shortId(facts.containerId), facts.hostname]);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== ''))];
}
