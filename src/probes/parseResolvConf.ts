/** `/etc/resolv.conf` of a sandbox, with the comments that Docker 26 and later writes into it (moby internal/resolvconf). */
export interface ResolvConf {
  readonly servers: readonly string[];
  readonly search: readonly string[];
  readonly options: readonly string[];
  /** Whom the embedded DNS asks: `# ExtServers:`; `host(…)` is asked from the host's own stack. Empty before 26. */
  readonly upstream: readonly string[];
}

export function parseResolvConf(text: string): ResolvConf {
  const found = { servers: [] as string[], search: [] as string[], options: [] as string[], upstream: [] as string[] };
  for (const line of text.split(/\r?\n/)) {
    const [key, ...values] = line.trim().split(/\s+/);
    const external = /^#\s*ExtServers:\s*\[(.*)\]/.exec(line)?.[1];
    if (external !== undefined) found.upstream = external.split(/\s+/).filter((server) => server !== '');
    else if (key === 'nameserver') found.servers.push(...values.slice(0, 1));
    // The last one counts, as for the resolver itself.
    else if (key === 'search' || key === 'domain') found.search = values;
    else if (key === 'options') found.options.push(...values);
  }
  return found;
}
