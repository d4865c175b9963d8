import type { PathOutcome, PathPrediction } from './path.ts';

/** Whether what was seen is what was predicted. What either does not know, and a datagram without an answer, is not compared. */
export function comparePath({ verdict, target }: PathPrediction, outcome: PathOutcome): 'agree' | 'differ' | 'not-compared' {
  if (verdict === 'unknown' || outcome === 'unknown') return 'not-compared';
  if (target?.protocol === 'udp' && outcome === 'filtered' && verdict !== 'refused') return 'not-compared';
  return (verdict === 'blocked' ? 'filtered' : verdict) === outcome ? 'agree' : 'differ';
}
