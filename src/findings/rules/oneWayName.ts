import { isRunning, sharersOf } from '../../model/lookup.ts';
import type { Sandbox, Topology } from '../../model/topology.ts';
import type { Word } from '../../model/word.ts';
import { word } from '../../model/word.ts';
import { askerName } from '../../predictions/answer.ts';
import { bareAddresses, isServed, type NameIndex, nameIndex } from '../../predictions/nameRecords.ts';
import { resolveName } from '../../predictions/nameResolution.ts';
import type { Observation } from '../../predictions/observation.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { lookupLine } from '../lookupLine.ts';

/**
 * Two containers of which one finds the other by name, and not the other way round: a link of the other hides the name, look-ups in
 * both saw it, or the one shares somebody's network stack and has no name at all (a note). Silent for a name that two networks
 * know, which is `ambiguous-name`, and where nobody else is on the network.
 */
export const oneWayName: Rule = { code: 'one-way-name', find };

function find({ topology, observations }: RuleInput): readonly Finding[] {
  const index = nameIndex(topology);
  const found = [...hiddenByLinks(topology, index), ...seenOneWay(topology, index, observations), ...sharers(topology, index)];
  return [...new Map(found.map((finding) => [finding.id, finding])).values()];
}

/** In `asker` a link's alias is the own name of another container on a shared network. */
function hiddenByLinks(topology: Topology, index: NameIndex): readonly Finding[] {
  return topology.endpoints.flatMap((endpoint) => {
    const names = index.records.get(endpoint.network)?.names;
    const asker = endpoint.sandbox === undefined ? undefined : index.sandboxes.get(endpoint.sandbox);
    if (names === undefined || asker === undefined || !isServed(asker)) return [];
    return (endpoint.links ?? []).flatMap((link) => {
      const [target = '', alias = target] = link.split(':');
      const hidden = names.get(alias.toLowerCase())?.find(({ sandbox }) => sandbox && askerName(sandbox) === alias)?.sandbox;
      const isTarget = hidden !== undefined && askerName(hidden).toLowerCase() === target.toLowerCase();
      if (hidden === undefined || isTarget || hidden.id === asker.id) return [];
      if (findsByName(topology, index, asker, hidden) || !findsByName(topology, index, hidden, asker)) return [];
      return [finding(topology, 'warning', hidden, asker, [word('evidence.link-hides', askerName(asker), alias, target)])];
    });
  });
}

/** Both asked for the other's name for real, at a time when both were predicted to find it. Most look-ups find whom they ask for. */
function seenOneWay(topology: Topology, index: NameIndex, observations: readonly Observation[]): readonly Finding[] {
  const misses = observations.filter(isMiss);
  if (misses.length === 0) return [];
  const asked = new Map(observations.map((each) => [`${each.sandbox} ${each.type} ${each.name.toLowerCase()}`, each]));
  return misses.flatMap((miss) => {
    const to = index.sandboxes.get(miss.sandbox);
    const from = index.containers
      .get(miss.name.toLowerCase())
      ?.find(({ container, sandbox }) => sandbox.kind === 'container' && askerName(sandbox) === container.name)?.sandbox;
    if (to === undefined || from === undefined || from.id === to.id) return [];
    const back = asked.get(`${from.id} A ${askerName(to).toLowerCase()}`);
    if (back === undefined || 'gap' in back.result) return [];
    const addresses = addressesOf(index, to);
    if (!back.result.answers.some((answer) => addresses.has(answer)) || !findsByName(topology, index, to, from)) return [];
    return [finding(topology, 'warning', from, to, [seenLine(index, back), seenLine(index, miss)])];
  });
}

/** None of the predicted addresses came. */
function isMiss({ type, predicted, result }: Observation): boolean {
  if (type !== 'A' || 'gap' in result || predicted?.code !== 'answered') return false;
  return !result.answers.some((answer) => predicted.answers.includes(answer));
}

/** One note for each stack that others share and that somebody could ask for. */
function sharers(topology: Topology, index: NameIndex): readonly Finding[] {
  return topology.sandboxes.flatMap((sandbox) => {
    const running = sharersOf(sandbox).filter(({ state }) => state === 'running');
    if (running.length === 0 || !isRunning(sandbox)) return [];
    const networks = (index.endpoints.get(sandbox.id) ?? []).filter(({ network }) => index.records.has(network));
    const neighbour = topology.endpoints.find(
      (endpoint) =>
        networks.some(({ network }) => network === endpoint.network) &&
        endpoint.sandbox !== sandbox.id &&
        endpoint.addresses.length > 0 &&
        index.sandboxes.get(endpoint.sandbox ?? '')?.kind === 'container',
    );
    const other = index.sandboxes.get(neighbour?.sandbox ?? '');
    // A name that an alias of the owner gives it is found.
    const unnamed = running.filter(
      ({ name }) => !networks.some(({ network }) => index.records.get(network)?.names.has(name.toLowerCase())),
    );
    if (other === undefined || unnamed.length === 0) return [];
    const subjects = [sandbox.id];
    const names = unnamed.map(({ name }) => name).join(', ');
    const cli = lookupLine(topology, { sandbox: other.id, name: askerName(sandbox), type: 'A' });
    return [
      {
        id: findingId('one-way-name', subjects),
        code: 'one-way-name',
        severity: 'info',
        subjects,
        message: word('finding.one-way-name', names, askerName(other)),
        evidence: [word('evidence.sharer', names, askerName(sandbox))],
        fix: {
          title: word('fix.ask', askerName(other)),
          command: 'dockerNetworks.checkDnsResolution',
          arguments: [other.id],
          ...(cli === undefined ? {} : { cli }),
        },
      } satisfies Finding,
    ];
  });
}

function finding(
  topology: Topology,
  severity: Finding['severity'],
  from: Sandbox,
  to: Sandbox,
  evidence: readonly Word<FindingEvidence>[],
): Finding {
  const subjects = [from.id, to.id].sort();
  const cli = lookupLine(topology, { sandbox: to.id, name: askerName(from), type: 'A' });
  return {
    id: findingId('one-way-name', subjects),
    code: 'one-way-name',
    severity,
    subjects,
    message: word('finding.one-way-name', askerName(from), askerName(to)),
    evidence,
    fix: {
      title: word('fix.ask', askerName(to)),
      command: 'dockerNetworks.checkDnsResolution',
      arguments: [to.id],
      ...(cli === undefined ? {} : { cli }),
    },
  };
}

function findsByName(topology: Topology, index: NameIndex, from: Sandbox, to: Sandbox): boolean {
  const { answers } = resolveName(topology, { from: from.id, name: askerName(to), type: 'A' });
  const addresses = addressesOf(index, to);
  return answers.some((answer) => addresses.has(answer));
}

function seenLine(index: NameIndex, { sandbox, name, result, at }: Observation): Word<FindingEvidence> {
  const asker = index.sandboxes.get(sandbox);
  const who = asker === undefined ? sandbox : askerName(asker);
  const answers = 'gap' in result ? [] : result.answers;
  return answers.length > 0 ? word('evidence.finds', who, name, answers.join(', ')) : word('evidence.finds-not', who, name, at);
}

function addressesOf(index: NameIndex, sandbox: Sandbox): ReadonlySet<string> {
  return new Set((index.endpoints.get(sandbox.id) ?? []).flatMap(({ addresses }) => bareAddresses(addresses)));
}
