import type { Network, Sandbox, SandboxId, Topology } from '../../model/topology.ts';
import type { Word } from '../../model/word.ts';
import { word } from '../../model/word.ts';
import { askerName } from '../../predictions/answer.ts';
import { isServed, type NameIndex, type NameRecord, nameIndex } from '../../predictions/nameRecords.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { lookupLine } from '../lookupLine.ts';

/**
 * A sandbox on several networks that know one name for different containers. The network that its resolver asks first wins; the other
 * container is found as `name.network` only. Silent where whoever the later network means is among those of the first.
 */
export const ambiguousName: Rule = { code: 'ambiguous-name', find };

const shownAskers = 3;
const shownNames = 5;

interface Case {
  readonly winner: Network;
  readonly loser: Network;
  readonly name: string;
  readonly askers: Sandbox[];
}

function find({ topology }: RuleInput): readonly Finding[] {
  const index = nameIndex(topology);
  const cases = new Map<string, Case>();
  const pairs = new Map<string, readonly string[]>();
  for (const asker of topology.sandboxes) {
    if (asker.kind !== 'container' || !isServed(asker)) continue;
    for (const found of casesOf(index, asker.id, pairs)) {
      const key = JSON.stringify([found.winner.id, found.loser.id, found.name]);
      const known = cases.get(key);
      if (known === undefined) cases.set(key, { ...found, askers: [asker] });
      else known.askers.push(asker);
    }
  }
  const groups = new Map<string, Case[]>();
  for (const each of cases.values()) {
    const key = JSON.stringify([each.winner.id, each.loser.id, each.askers.map(({ id }) => id).sort()]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => finding(topology, index, group));
}

function* casesOf(index: NameIndex, asker: SandboxId, pairs: Map<string, readonly string[]>): Generator<Omit<Case, 'askers'>> {
  const endpoints = index.endpoints.get(asker) ?? [];
  if (endpoints.length < 2) return;
  const networks: Names[] = [];
  for (const { network: id } of endpoints) {
    const records = index.records.get(id);
    const network = index.networks.get(id);
    if (records !== undefined && network !== undefined) networks.push({ network, names: records.names });
  }
  for (const [at, later] of networks.entries()) {
    for (let order = 0; order < at; order++) {
      const first = networks[order] as Names;
      for (const name of conflictsOf(first, later, pairs)) {
        if (networks.slice(0, order).some(({ names }) => names.has(name))) continue;
        yield { winner: first.network, loser: later.network, name };
      }
    }
  }
}

interface Names {
  readonly network: Network;
  readonly names: ReadonlyMap<string, readonly NameRecord[]>;
}

/** Names that the later network knows for somebody else; the same for everybody who is on both. */
function conflictsOf(first: Names, later: Names, pairs: Map<string, readonly string[]>): readonly string[] {
  const key = `${first.network.id} ${later.network.id}`;
  const known = pairs.get(key);
  if (known !== undefined) return known;
  const found: string[] = [];
  for (const [name, records] of later.names) {
    const winners = first.names.get(name);
    if (winners !== undefined && !isAmong(records, winners)) found.push(name);
  }
  pairs.set(key, found);
  return found;
}

/** A container that is on both networks answers with another address, but it is the one that was meant. */
function isAmong(later: readonly NameRecord[], first: readonly NameRecord[]): boolean {
  return later.every((record) => {
    const owner = ownerKey(record);
    return first.some((other) => ownerKey(other) === owner);
  });
}

function ownerKey({ sandbox, addresses }: NameRecord): string {
  return sandbox?.id ?? addresses.join();
}

function finding(topology: Topology, index: NameIndex, group: readonly Case[]): Finding {
  const cases = [...group].sort((a, b) => (a.name < b.name ? -1 : 1));
  const [first] = cases as [Case, ...Case[]];
  const { winner, loser } = first;
  const askers = [...first.askers].sort((a, b) => (askerName(a) < askerName(b) ? -1 : 1));
  const [asker] = askers as [Sandbox, ...Sandbox[]];
  const subjects = [winner.id, loser.id, ...askers.map(({ id }) => id)].sort();
  const evidence: Word<FindingEvidence>[] = cases.slice(0, shownNames).flatMap(({ name }) => {
    const whole = `${name}.${loser.name}`;
    return [
      word('evidence.name-wins', name, winner.name, ...whoIs(index, winner, name)),
      word('evidence.name-loses', name, loser.name, ...whoIs(index, loser, name), whole),
    ];
  });
  evidence.push(word('evidence.order-inferred'));
  const names = cases.map(({ name }) => name);
  const cli = lookupLine(topology, { sandbox: asker.id, name: `${first.name}.${loser.name}`, type: 'A' });
  return {
    id: findingId('ambiguous-name', subjects),
    code: 'ambiguous-name',
    severity: 'warning',
    subjects,
    message: word(
      'finding.ambiguous-name',
      listed(askers.map(askerName), shownAskers),
      listed(names, shownNames),
      winner.name,
      loser.name,
    ),
    evidence,
    fix: {
      title: word('fix.ask', askerName(asker)),
      command: 'dockerNetworks.checkDnsResolution',
      arguments: [asker.id],
      ...(cli === undefined ? {} : { cli }),
    },
  };
}

/** Names of the containers, and their addresses. */
function whoIs(index: NameIndex, network: Network, name: string): readonly [string, string] {
  const records = index.records.get(network.id)?.names.get(name) ?? [];
  const owners = new Set(records.map(({ sandbox, addresses }) => (sandbox ? askerName(sandbox) : addresses.join(', '))));
  return [listed([...owners], shownAskers), listed([...new Set(records.flatMap(({ addresses }) => addresses))], shownAskers)];
}

function listed(names: readonly string[], most: number): string {
  return names.slice(0, most).join(', ') + (names.length > most ? ', …' : '');
}
