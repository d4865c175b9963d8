/** Everything that the Path tab shows of one question, for the tab and for its Markdown. */
import { engineById, sandboxName, sandboxOfContainer } from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import { outsideVantage } from '../predictions/outsideVantage.ts';
import type { PathObservation, PathQuestion, Place, StepPlace } from '../predictions/path.ts';
import { outsideOf, sourceOf } from '../predictions/pathPlaces.ts';
import { samePath } from '../predictions/pathText.ts';
import { explainPath } from '../predictions/reachability.ts';
import { pathBoxes } from './pathBoxes.ts';
import type { PathReport, SayWord } from './pathMarkdown.ts';

export function pathReport(
  topology: Topology,
  question: PathQuestion,
  observations: readonly PathObservation[],
  commands: readonly string[],
  say: SayWord,
): PathReport {
  const predicted = explainPath(topology, question);
  const source = sourceOf(topology, question);
  const observation = observations.filter((each) => samePath(each.question, question)).at(-1);
  const outside = source ? undefined : outsideOf(topology, question);
  const vantage = outside && predicted.target && outsideVantage(topology, outside, predicted.target.address);
  const { port, protocol } = question;
  const what = [
    protocol ?? (port === undefined ? 'icmp' : 'tcp'),
    ...(port === undefined || protocol === 'icmp' ? [] : [port]),
  ].join(' ');
  const args = [placeText(topology, question.from, say), placeText(topology, question.to, say), what];
  const begins: StepPlace = source
    ? { kind: source.kind === 'host' ? 'host' : 'sandbox', name: sandboxName(source), subject: source.id }
    : { kind: 'outside', name: '' };
  return {
    title: say({ code: 'path.report', args }),
    predicted,
    boxes: pathBoxes(begins, predicted),
    ...(observation ? { observation } : {}),
    ...(vantage?.kind === 'none' ? { untriable: vantage.gap } : {}),
    commands,
  };
}

/** A place in a few words; names are data. */
export function placeText(topology: Topology, place: Place | string, say: SayWord): string {
  if (typeof place === 'string') return placeText(topology, { sandbox: place }, say);
  if ('sandbox' in place) {
    const sandbox = sandboxOfContainer(topology, place.sandbox);
    return sandbox?.containers.find(({ id }) => id === place.sandbox)?.name ?? (sandbox ? sandboxName(sandbox) : place.sandbox);
  }
  if ('address' in place) return place.address;
  if ('name' in place) return place.name;
  if ('host' in place) return say({ code: 'path.host', args: [engineById(topology, place.host)?.context ?? place.host] });
  if ('published' in place) return `${place.published.address ?? '*'}:${place.published.port}`;
  return say({ code: 'path.outside', args: [] });
}
