import type { Engine, Gap, GapWord, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Label } from './diagram.ts';

const shownGaps = 3;

export function engineTitle(engine: Engine): Label {
  return engine.version ? word('map.engine', engine.context, engine.version) : word('map.engine-unversioned', engine.context);
}

/** What a reader must know of an engine before its picture: where it runs, whether it still answers, what could not be read. */
export function engineNotes(topology: Topology, engine: Engine): readonly Label[] {
  return [...stateNotes(engine), ...placeNotes(engine), ...gapNotes(topology, engine)];
}

function stateNotes(engine: Engine): readonly Label[] {
  switch (engine.state) {
    case 'connecting':
      return [word('map.engine-connecting')];
    case 'refused':
      return [word('map.engine-refused', engine.said ?? engine.reason ?? '')];
    case 'lost':
      return [engine.readAt ? word('map.engine-lost', utcTime(engine.readAt)) : word('map.engine-lost-unread')];
    case 'sample':
      return [word('map.engine-sample')];
    case 'ready':
      return [];
    default:
      return engine.state satisfies never;
  }
}

/** hh:mm:ss UTC: a picture may travel. */
function utcTime(time: string): string {
  return /T(\d\d:\d\d:\d\d)/.exec(time)?.[1]?.concat(' UTC') ?? time;
}

function placeNotes(engine: Engine): readonly Label[] {
  if (engine.state !== 'ready') return [];
  switch (engine.here) {
    case 'yes':
      return [];
    case 'no':
      return [word('map.engine-elsewhere')];
    case 'unknown':
      return [word('map.engine-place-unknown')];
    default:
      return engine.here satisfies never;
  }
}

function gapNotes(topology: Topology, engine: Engine): readonly Label[] {
  const said = new Map<string, GapWord>();
  for (const gap of topology.gaps) {
    if (gap.engine === engine.id && isWorthSaying(gap))
      said.set(`${gap.code} ${gap.why}`, word(`gap.${gap.code}` as const, gap.why));
  }
  const notes: Label[] = [...said.values()];
  if (notes.length <= shownGaps) return notes;
  return [...notes.slice(0, shownGaps), word('map.more-gaps', notes.length - shownGaps)];
}

/** The engine's state and place have their own notes; what nobody asked for is no news. */
function isWorthSaying(gap: Gap): boolean {
  switch (gap.code) {
    case 'engine-unreachable':
    case 'engine-elsewhere':
    case 'engine-place-unknown':
    case 'not-looked':
    case 'sample':
    case 'needs-manager':
    case 'not-running':
      return false;
    default:
      return true;
  }
}
