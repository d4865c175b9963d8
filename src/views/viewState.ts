/** What the views say as a whole: which welcome is shown, and the line above the rows. Pure. */
import type { Engine, Topology } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { hasOwnRow } from './engineNodes.ts';
import { plainText } from './plainText.ts';

/** Reasons of `EngineError` that a welcome view of their own explains; the others share `failed`. */
const explained = ['unreachable', 'forbidden', 'api-too-old', 'api-too-new', 'timed-out', 'malformed'] as const;

/** Values of the context key `dockerNetworks.state`. */
export const viewStates = ['connecting', 'ready', 'sample', 'lost', 'none-answers', ...explained, 'failed'] as const;
export type ViewState = (typeof viewStates)[number];

/** One live engine is enough; else what the only one says, or that none of several answers: their rows say why. */
export function viewState({ engines }: Topology): ViewState {
  const of = (state: Engine['state']) => engines.find((engine) => engine.state === state);
  if (of('ready')) return 'ready';
  if (of('sample')) return 'sample';
  const refused = of('refused');
  if (engines.length > 1 && (refused || of('lost'))) return of('connecting') ? 'connecting' : 'none-answers';
  if (of('lost')) return 'lost';
  if (!refused) return 'connecting';
  if (hasOwnRow(engines)) return 'none-answers';
  return explained.find((reason) => reason === refused.reason) ?? 'failed';
}

/** Beside a view's title: that it is a sample or old, else whose engine it is when that is not the default one. */
export function viewRemark({ engines }: Topology, state: ViewState): Word | string {
  if (state === 'sample') return word('tree.engine-sample');
  if (state === 'lost') return word('tree.engine-lost');
  const [only, ...others] = engines;
  return only && others.length === 0 && only.context !== 'default' ? plainText(only.context, 60) : '';
}

/** The line above the rows: that they are a sample, or old; undefined when nothing has to be said. `time` writes a time for people. */
export function viewMessage({ engines, gaps }: Topology, time: (iso: string) => string): Word | undefined {
  if (engines.some(({ state }) => state === 'sample')) return word('message.sample');
  const of = (state: Engine['state']) => engines.filter((engine) => engine.state === state);
  const [lost, ...othersLost] = of('lost');
  if (lost && othersLost.length > 0) return word('message.lost-several', othersLost.length + 1, names([lost, ...othersLost]));
  if (lost) {
    const name = plainText(lost.context, 60);
    return lost.readAt ? lostWord(lost, name, time(lost.readAt)) : word('message.lost-unread', name);
  }
  const isAnyReady = of('ready').length > 0;
  const [refused, ...othersRefused] = of('refused');
  if (isAnyReady && refused)
    return othersRefused.length > 0
      ? word('message.several-refused', othersRefused.length + 1, names([refused, ...othersRefused]))
      : word('message.some-refused', plainText(refused.context, 60), plainText(refused.said ?? '', 200));
  const gap = gaps.find(({ code }) => code === 'networks-not-listed' || code === 'containers-not-listed');
  return isAnyReady && gap ? word(`gap.${gap.code}`, plainText(gap.why, 200)) : undefined;
}

/** An engine that answers, but not so that it can be used, is not one that is silent. */
function lostWord({ reason, said }: Engine, name: string, at: string): Word {
  if (reason === 'forbidden') return word('message.lost-forbidden', name, at);
  if (reason === undefined || said === undefined || reason === 'unreachable' || reason === 'timed-out')
    return word('message.lost', name, at);
  return word('message.lost-because', name, plainText(said, 200), at);
}

function names(engines: readonly Engine[]): string {
  const shown = engines.slice(0, 5).map(({ context }) => plainText(context, 40));
  return engines.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}
