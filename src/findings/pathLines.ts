/** The command lines that try a path from a shell. */
import { isRunning, ownerOf } from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import type { PathQuestion } from '../predictions/path.ts';
import { sourceOf } from '../predictions/pathPlaces.ts';
import { explainPath } from '../predictions/reachability.ts';
import { containerArgument, dockerLine, shellQuote } from './shellLine.ts';

/** From the source's container, or from the host itself; none where no address was found. */
export function pathLines(topology: Topology, question: PathQuestion): readonly string[] {
  const { target } = explainPath(topology, question);
  const source = sourceOf(topology, question);
  if (!target) return [];
  const { address, port, protocol } = target;
  const udp = protocol === 'udp' ? ['-u'] : [];
  const argv =
    port === undefined ? ['ping', '-c', '1', '-W', '2', address] : ['nc', '-z', '-v', ...udp, '-w', '3', address, String(port)];
  const container = source && (ownerOf(source) ?? source.containers[0]);
  if (!source || source.kind === 'host' || !container) return [argv.map(shellQuote).join(' ')];
  if (!isRunning(source)) return [];
  const engine = topology.engines.find(({ id }) => id === source.engine);
  const asRoot =
    engine?.here === 'yes' && source.pid !== undefined
      ? [`sudo nsenter --net=/proc/${source.pid}/ns/net ${argv.map(shellQuote).join(' ')}`]
      : [];
  return [dockerLine(engine, 'exec', containerArgument(container), ...argv), ...asRoot];
}
