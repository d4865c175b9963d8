import type { ChangedPort, FirewallRules } from '../model/firewall.ts';

/** One rule of what `iptables-save` prints. */
interface FilterRule {
  readonly chain: string;
  readonly target?: string;
  /** By option (`-i`), as printed; `!` before it is part of the value. */
  readonly options: ReadonlyMap<string, string>;
}

interface Table {
  /** By chain; undefined for those that are not built in. */
  readonly policies: ReadonlyMap<string, string | undefined>;
  readonly rules: readonly FilterRule[];
}

/**
 * What the rules of Docker's are worth in what `iptables-save` (or `ip6tables-save`) printed; several outputs are put together. Lines that
 * make no sense are left out. Undefined where a table says that another tool must be used for it.
 */
export function parseIptables(text: string): FirewallRules | undefined {
  if (/^# Table `?.*' is incompatible/m.test(text)) return undefined;
  const tables = tablesOf(text);
  const filter = tables.get('filter') ?? nothing;
  const nat = tables.get('nat') ?? nothing;
  const forwarded = chainsFrom(filter, ['FORWARD']);
  const arriving = chainsFrom(nat, ['PREROUTING']);
  const docker = [
    ...dockerChains(filter).map((chain) => [`filter/${chain}`, forwarded.has(chain)] as const),
    ...dockerChains(nat).map((chain) => [`nat/${chain}`, arriving.has(chain)] as const),
  ];
  const inForward = filter.rules.filter(({ chain }) => forwarded.has(chain));
  // before 28 Docker ends the chain with a RETURN of its own
  const ofUser = inForward.filter(({ chain, target }) => chain === 'DOCKER-USER' && target !== 'RETURN').length;
  return {
    reached: sorted(docker.flatMap(([name, reached]) => (reached ? name : []))),
    unreached: sorted(docker.flatMap(([name, reached]) => (reached ? [] : name))),
    interfaces: sorted(inForward.flatMap(({ options }) => [plain(options, '-i') ?? [], plain(options, '-o') ?? []].flat())),
    policy: filter.policies.get('FORWARD') ?? 'ACCEPT',
    empty: !inForward.some(({ chain }) => chain === 'FORWARD'),
    ...(ofUser === 0 ? {} : { ofUser }),
    masqueraded: sorted(
      nat.rules.flatMap(({ chain, target, options }) =>
        chain === 'POSTROUTING' && (target === 'MASQUERADE' || target === 'SNAT') ? (plain(options, '-s') ?? []) : [],
      ),
    ),
    changed: nat.rules.filter(({ chain }) => arriving.has(chain)).flatMap(changedPort),
  };
}

const nothing: Table = { policies: new Map(), rules: [] };

function tablesOf(text: string): ReadonlyMap<string, Table> {
  const tables = new Map<string, { policies: Map<string, string | undefined>; rules: FilterRule[] }>();
  let table: { policies: Map<string, string | undefined>; rules: FilterRule[] } | undefined;
  for (const line of text.split('\n')) {
    const name = /^\*(\S+)$/.exec(line)?.[1];
    if (name !== undefined) {
      table = tables.get(name) ?? { policies: new Map(), rules: [] };
      tables.set(name, table);
      continue;
    }
    const [, chain = '', policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
    // Of two outputs the one that drops decides: a packet has to pass both.
    if (chain !== '' && table?.policies.get(chain) !== 'DROP') table?.policies.set(chain, policy === '-' ? undefined : policy);
    const rule = line.startsWith('-A ') ? ruleOf(line) : undefined;
    if (rule) table?.rules.push(rule);
  }
  return tables;
}

/** Options with their first value; a comment in quotes may hold anything. */
function ruleOf(line: string): FilterRule | undefined {
  const words = line.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? [];
  const options = new Map<string, string>();
  let not = '';
  for (const [at, word] of words.entries()) {
    if (word === '!') not = '! ';
    else if (word.startsWith('-')) {
      options.set(word, `${not}${words[at + 1] ?? ''}`);
      not = '';
    }
  }
  const chain = options.get('-A');
  const target = options.get('-j') ?? options.get('-g');
  return chain === undefined ? undefined : { chain, options, ...(target === undefined ? {} : { target }) };
}

/** The chains that a packet can get to from these, themselves with them. */
function chainsFrom({ rules }: Table, hooks: readonly string[]): ReadonlySet<string> {
  const targets = new Map<string, Set<string>>();
  for (const { chain, target } of rules) {
    if (target !== undefined) targets.set(chain, (targets.get(chain) ?? new Set()).add(target));
  }
  const reached = new Set(hooks);
  for (const chain of reached) for (const target of targets.get(chain) ?? []) reached.add(target);
  return reached;
}

function dockerChains({ policies }: Table): readonly string[] {
  return [...policies.keys()].filter((chain) => /^DOCKER(-|$)/.test(chain));
}

function changedPort({ target, options }: FilterRule): readonly ChangedPort[] {
  const [protocol, port, to] = [plain(options, '-p'), Number(plain(options, '--dport')), plain(options, '--to-destination')];
  if (target !== 'DNAT' || protocol === undefined || to === undefined || !Number.isInteger(port)) return [];
  const address = plain(options, '-d')?.replace(/\/(32|128)$/, '');
  return [{ protocol, port, to, ...(address === undefined ? {} : { address }) }];
}

/** The value of an option that is not turned round by `!`. */
function plain(options: ReadonlyMap<string, string>, option: string): string | undefined {
  const value = options.get(option);
  return value?.startsWith('! ') ? undefined : value;
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
