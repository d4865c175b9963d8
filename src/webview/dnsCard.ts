import { plainText } from '../diagrams/plainText.ts';
import { attachLine } from '../findings/attachLine.ts';
import { lookupLine } from '../findings/lookupLine.ts';
import { sandboxName } from '../model/lookup.ts';
import type { SandboxId } from '../model/topology.ts';
import { compareAnswers } from '../predictions/compareAnswers.ts';
import { nameFix } from '../predictions/nameFix.ts';
import { resolveName } from '../predictions/nameResolution.ts';
import type { Answer, Observation, RecordType } from '../predictions/observation.ts';
import type { Context } from './context.ts';
import { dnsChain } from './dnsChain.ts';
import { element } from './element.ts';
import { clock } from './sourceLine.ts';

export interface Asked {
  readonly sandbox: SandboxId;
  readonly name: string;
  readonly type: RecordType;
}

/** One question in full: predicted beside observed, the chain, the verdict in words, what helps and what that changes, the lines to copy. */
export function dnsCard(asked: Asked, observation: Observation | undefined, context: Context): HTMLElement {
  const { show, t, say } = context;
  const sandbox = show.topology.sandboxes.find(({ id }) => id === asked.sandbox);
  const asker = plainText(sandbox ? sandboxName(sandbox) : asked.sandbox);
  const predicted = observation ? observation.predicted : resolveName(show.topology, { from: asked.sandbox, ...asked });
  const seen = observation && 'answers' in observation.result ? observation.result : undefined;
  const verdict = verdictOf(predicted, seen, observation);
  const rows: (readonly [string, string])[] = [];
  if (predicted) rows.push([t('dns.predicted'), answersText(predicted, t)]);
  rows.push([t('dns.observed'), seen ? answersText(seen, t) : t('dns.not-observed')]);
  const facts = rows.flatMap(([term, text]) => [element('dt', {}, term), element('dd', {}, text)]);
  const result = observation?.result;
  const gap = result && 'gap' in result ? say({ code: `gap.${result.gap.code}`, args: [result.gap.why] }) : undefined;
  const sentences = [
    ...(gap === undefined ? [] : [gap]),
    ...(seen ? [say(seen.reason)] : []),
    ...(predicted && verdict !== 'agrees-answered' ? [say(predicted.reason)] : []),
  ];
  const how = observation
    ? `${t('dns.by', plainText(observation.how), observation.milliseconds)} · ${clock(observation.at, show.language)}`
    : undefined;
  return element(
    'div',
    { class: `card ${verdict}` },
    element('h3', {}, t('dns.asks', asker, plainText(asked.name))),
    element(
      'p',
      { class: 'verdict' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, signs[verdict]),
      t(verdictWord[verdict]),
    ),
    element('dl', {}, ...facts),
    dnsChain(asker, predicted, seen, context),
    ...sentences.map((sentence) => element('p', { class: 'reason' }, plainText(sentence))),
    ...(how === undefined ? [] : [element('p', { class: 'how' }, how)]),
    ...help(asked, asker, seen, context),
    ...commandLine(asked, context),
  );
}

type Verdict = 'agrees-answered' | 'agrees-nothing' | 'differs' | 'seen' | 'unobservable' | 'predicted';
const signs: Readonly<Record<Verdict, string>> = {
  'agrees-answered': '✓',
  'agrees-nothing': '✗',
  differs: '≠',
  seen: '→',
  unobservable: '!',
  predicted: '–',
};
const verdictWord = {
  'agrees-answered': 'dns.agrees',
  'agrees-nothing': 'dns.agrees',
  differs: 'dns.differs',
  seen: 'dns.observed',
  unobservable: 'dns.unobservable',
  predicted: 'dns.predicted-only',
} as const satisfies Record<Verdict, string>;

function verdictOf(predicted: Answer | undefined, seen: Answer | undefined, observation: Observation | undefined): Verdict {
  if (observation === undefined) return 'predicted';
  if (!seen) return 'unobservable';
  const compared = predicted ? compareAnswers(predicted, seen, observation.how) : 'not-compared';
  if (compared === 'differ') return 'differs';
  if (compared === 'not-compared') return 'seen';
  return seen.answers.length > 0 ? 'agrees-answered' : 'agrees-nothing';
}

function answersText({ answers }: Answer, t: Context['t']): string {
  return answers.length === 0 ? t('dns.no-answer') : answers.map(plainText).join(', ');
}

/** A network that knows the name, with what attaching changes; else the fix of a finding about the sandbox; else the choice of a network. */
function help(asked: Asked, asker: string, seen: Answer | undefined, context: Context): readonly HTMLElement[] {
  const { show, t, say, post } = context;
  if (seen !== undefined && seen.answers.length > 0) return [];
  const code = resolveName(show.topology, { from: asked.sandbox, ...asked }).code;
  const fix = nameFix(show.topology, asked);
  if (fix !== undefined) {
    const { network, impacts } = fix;
    const line = attachLine(show.topology, asked.sandbox, network.id);
    return [
      ...(impacts.length === 0
        ? []
        : [
            element('p', { class: 'changes' }, t('dns.changes')),
            element('ul', { class: 'impacts' }, ...impacts.map((impact) => element('li', {}, plainText(say(impact))))),
          ]),
      button(t('dns.attach-to', asker, plainText(network.name)), () =>
        post({ type: 'attach', sandbox: asked.sandbox, network: network.id }),
      ),
      ...(line === undefined
        ? []
        : [lineWith(line, () => post({ type: 'copyAttach', sandbox: asked.sandbox, network: network.id }), context)]),
    ];
  }
  if (code !== 'no-embedded-dns' && code !== 'not-shared') return [];
  const finding = show.findings.find(
    (each) => each.code === 'default-bridge-names' && each.fix !== undefined && each.subjects.includes(asked.sandbox),
  );
  if (finding?.fix === undefined) {
    return [button(t('dns.attach', asker), () => post({ type: 'attach', sandbox: asked.sandbox }))];
  }
  return [
    button(plainText(say(finding.fix.title)), () => post({ type: 'fix', finding: finding.id })),
    ...(finding.fix.cli === undefined
      ? []
      : [lineWith(finding.fix.cli, () => post({ type: 'copyCommand', finding: finding.id }), context)]),
  ];
}

function button(text: string, act: () => void): HTMLElement {
  const made = element('vscode-button', { appearance: 'primary' }, text);
  made.addEventListener('click', act);
  return made;
}

function lineWith(line: string, copyIt: () => void, { t }: Context): HTMLElement {
  const copy = element('button', { type: 'button', class: 'link' }, t('dns.copy-command'));
  copy.addEventListener('click', copyIt);
  return element('p', { class: 'line' }, element('code', {}, plainText(line)), copy);
}

function commandLine({ sandbox, name, type }: Asked, context: Context): readonly HTMLElement[] {
  const line = lookupLine(context.show.topology, { sandbox, name, type });
  return line === undefined ? [] : [lineWith(line, () => context.post({ type: 'copyLookup', sandbox, name }), context)];
}
