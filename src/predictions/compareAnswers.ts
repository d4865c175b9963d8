import type { Answer } from './observation.ts';

export type Comparison = 'agree' | 'differ' | 'not-compared';

/**
 * Holds what was seen against what was predicted. What Docker passes on to servers outside, or what could not be predicted, is not
 * compared; everything else must agree, whatever the order of addresses. A server that fails counts as no answer: who predicts "no
 * answer" does not know whether somebody behind says so or nobody is there.
 */
export function compareAnswers(predicted: Answer, observed: Answer, how = ''): Comparison {
  switch (predicted.code) {
    case 'forwarded':
    case 'not-predictable':
    case 'host-stack':
    case 'invalid-name':
    case 'unknown-sandbox':
    case 'asker-not-running':
    case 'server-failure':
      return 'not-compared';
    case 'answered':
      // servers outside may know what stands in the file
      if (isFromHostsFile(predicted) && !how.includes('getent')) return 'not-compared';
      // a direct question adds no search domain
      if (predicted.reason.code === 'answer.search-domain' && how === 'nsenter') return 'not-compared';
      return sameSet(expected(predicted, how), observed.answers) ? 'agree' : 'differ';
    case 'no-answer':
    case 'no-embedded-dns':
    case 'not-shared':
    case 'not-running':
    case 'no-network':
    case 'no-such-family':
      return sameSet(expected(predicted, how), observed.answers) ? 'agree' : 'differ';
    default:
      return predicted.code satisfies never;
  }
}

/** `getent` reads `/etc/hosts` first and then asks nobody; everything else asks the server only. */
function expected(predicted: Answer, how: string): readonly string[] {
  const hosts = predicted.hostsFile ?? [];
  return how.includes('getent') && hosts.length > 0 ? hosts : predicted.answers;
}

/** What the resolver answers comes from a network. */
function isFromHostsFile({ hostsFile, network }: Answer): boolean {
  return hostsFile !== undefined && network === undefined;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 1 && b.length === 1 && a[0] === b[0]) return true;
  const left = new Set(a.map((entry) => entry.toLowerCase()));
  const right = new Set(b.map((entry) => entry.toLowerCase()));
  return left.size === right.size && [...left].every((entry) => right.has(entry));
}
