import { compareAnswers } from './compareAnswers.ts';
import type { Answer } from './observation.ts';

/**
 * An observed answer with where it is from, as far as the prediction explains it: a look-up tool does not say. What agrees is from where it
 * was predicted to be; an address for a name that Docker does not know is from the servers outside.
 *
 * @param how the means of the observation
 */
export function explained(predicted: Answer, observed: Answer, how: string): Answer {
  if (observed.code !== 'answered') return observed;
  const hosts = predicted.hostsFile ?? [];
  if (how.includes('getent') && hosts.length > 0) {
    const same = observed.answers.length === hosts.length && observed.answers.every((answer) => hosts.includes(answer));
    return same
      ? { ...observed, origin: predicted.network === undefined ? (predicted.origin ?? 'hosts-file') : 'hosts-file' }
      : observed;
  }
  if (predicted.network !== undefined && predicted.code === 'answered') {
    if (compareAnswers(predicted, observed, how) !== 'agree') return observed;
    return { ...observed, network: predicted.network, ...(predicted.origin === undefined ? {} : { origin: predicted.origin }) };
  }
  return predicted.origin === 'upstream' || hosts.length > 0 ? { ...observed, origin: 'upstream' } : observed;
}
