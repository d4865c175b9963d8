import { plainText } from '../diagrams/plainText.ts';
import type { Topology } from '../model/topology.ts';
import type { Answer } from '../predictions/observation.ts';
import type { Context } from './context.ts';
import { element } from './element.ts';

interface Station {
  readonly name: string;
  readonly role: string;
  readonly says: string;
  /** Where the question ended: well, badly, or not at all. */
  readonly tone: 'passed' | 'good' | 'bad' | 'idle';
}

const signs: Readonly<Record<Station['tone'], string>> = { passed: '', good: '✓', bad: '✗', idle: '' };

/** Who passes the question on to whom: sandbox, Docker's DNS, the servers behind it. Where it ended has a sign and words. */
export function dnsChain(asker: string, predicted: Answer | undefined, seen: Answer | undefined, context: Context): HTMLElement {
  const stations = stationsOf(asker, predicted, seen, context);
  return element(
    'ol',
    { class: 'chain', 'aria-label': context.t('dns.chain') },
    ...stations.map(({ name, role, says, tone }) =>
      element(
        'li',
        { class: tone },
        element('span', { class: 'station' }, name),
        element('span', { class: 'role' }, role),
        element('span', { class: 'says' }, [signs[tone], says].filter(Boolean).join(' ')),
      ),
    ),
  );
}

function stationsOf(
  asker: string,
  predicted: Answer | undefined,
  seen: Answer | undefined,
  { t, show }: Context,
): readonly Station[] {
  const first: Station = { name: asker, role: t('dns.sandbox-role'), says: t('dns.chain-asks'), tone: 'passed' };
  const answer = seen ?? predicted;
  if (answer === undefined || ends.has(predicted?.code ?? '')) return [first];
  const isDocker =
    seen?.server === undefined ? predicted?.code !== 'no-embedded-dns' && !fromBridge(predicted) : seen.server === '127.0.0.11';
  const outside = seen?.server && !isDocker ? [seen.server] : (seen?.upstream ?? []);
  const goesOn = !isDocker || predicted?.origin === 'upstream' || predicted?.code === 'forwarded';
  const docker: Station = !isDocker
    ? { name: '127.0.0.11', role: t('dns.chain-docker'), says: t('dns.chain-no-docker'), tone: 'idle' }
    : goesOn
      ? { name: '127.0.0.11', role: t('dns.chain-docker'), says: t('dns.chain-passes'), tone: 'passed' }
      : {
          name: '127.0.0.11',
          role: t('dns.chain-docker'),
          says: dockerSays(answer, predicted, show.topology, t),
          tone: answer.answers.length > 0 ? 'good' : 'bad',
        };
  const last: Station = {
    name: outside.length > 0 ? outside.map(plainText).join(', ') : t('dns.chain-upstream'),
    role: t('dns.chain-servers'),
    ...lastWord(goesOn, seen, t),
  };
  return [first, docker, last];
}

/** Nobody is asked. */
const ends: ReadonlySet<string> = new Set(['asker-not-running', 'no-network', 'invalid-name', 'unknown-sandbox']);

function fromBridge(predicted: Answer | undefined): boolean {
  return predicted?.reason.code === 'answer.from-default-bridge' || predicted?.code === 'host-stack';
}

function lastWord(goesOn: boolean, seen: Answer | undefined, t: Context['t']): Pick<Station, 'says' | 'tone'> {
  if (!goesOn) return { says: t('dns.chain-not-needed'), tone: 'idle' };
  if (seen === undefined) return { says: t('dns.not-observed'), tone: 'idle' };
  if (seen.code === 'server-failure') return { says: t('dns.chain-no-reply'), tone: 'bad' };
  if (seen.answers.length > 0) return { says: t('dns.chain-replies'), tone: 'good' };
  return { says: t('dns.chain-no-name'), tone: 'bad' };
}

function dockerSays({ answers, code }: Answer, predicted: Answer | undefined, topology: Topology, t: Context['t']): string {
  if (answers.length > 0) return t('dns.chain-docker-answers', networkName(predicted, topology));
  return code === 'server-failure' ? t('dns.chain-failed') : t('dns.chain-no-name');
}

function networkName(predicted: Answer | undefined, topology: Topology): string {
  const network = topology.networks.find(({ id }) => id === predicted?.network);
  return network ? plainText(network.name) : '127.0.0.11';
}
