/**
 * Who reaches whom, step by step, and what stops it. The firewall is inferred from the engine's version and the networks' settings;
 * routes, addresses and listening sockets are the kernel's where they were read. Held against real packets in
 * test/lab/paths.test.ts on each engine, and in test/lab/pathsAcross.test.ts across the nodes of a swarm.
 */
import type { Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { walkFrom, walkFromOutside } from './packetWalk.ts';
import type { PathPrediction, PathProtocol, PathQuestion, PathVerdict, Step } from './path.ts';
import { type Origin, originOf, somewhere, type Target, targetsOf } from './pathPlaces.ts';
import { after, atOutside, type Walked } from './pathSteps.ts';
import { type World, worldOf } from './pathWorld.ts';

/** Never throws. Of several addresses that the target has, the first that answers best is the one that is explained. */
export function explainPath(topology: Topology, question: PathQuestion): PathPrediction {
  const world = worldOf(topology);
  const origin = originOf(world, question);
  if ('verdict' in origin) return origin;
  const protocol: PathProtocol = question.protocol ?? (portOf(question) === undefined ? 'icmp' : 'tcp');
  const targets = targetsOf(world, origin, question.to);
  if ('verdict' in targets) return targets;
  const walks = targets.addresses.map((address) => {
    const port = protocol === 'icmp' ? undefined : portOf(question);
    const packet = { address, protocol, ...(port === undefined ? {} : { port }) };
    return { walked: leavesAsWished(after(targets.steps, walk(world, origin, packet)), targets), target: packet };
  });
  const chosen = targets.anyIsEnough ? best(walks) : agreed(walks);
  if (!chosen) return { verdict: 'unknown', steps: targets.steps };
  const { walked, target } = chosen;
  return targets.onlyOut ? walked : { ...walked, target };
}

function portOf({ port, to }: PathQuestion): number | undefined {
  return 'published' in to ? to.published.port : port;
}

function walk(world: World, origin: Origin, packet: Parameters<typeof walkFrom>[2]): Walked {
  return 'outside' in origin ? walkFromOutside(world, origin.outside, packet) : walkFrom(world, origin.sandbox, packet);
}

/** Who only asks whether packets get out is answered once they have left; the address that stands for all beyond is not shown. */
function leavesAsWished(walked: Walked, { onlyOut }: Target): Walked {
  if (!onlyOut) return walked;
  const steps = walked.steps.filter(({ code }) => code !== 'beyond-host').map(withoutSomewhere);
  return walked.steps.some(({ code }) => code === 'leaves-host') ? { ...walked, verdict: 'open', steps } : { ...walked, steps };
}

function withoutSomewhere(step: Step): Step {
  const [source = '', network = ''] = step.says.args;
  if (step.code === 'default-route') return { ...step, code: 'way-out', says: word('path.way-out', source, network) };
  if (step.code === 'leaves-host') return { ...step, code: 'gets-out', says: word('path.gets-out'), place: atOutside() };
  return { ...step, says: { ...step.says, args: step.says.args.map((arg) => (arg === somewhere ? '…' : arg)) } };
}

interface Walk {
  readonly walked: Walked;
  readonly target: NonNullable<PathPrediction['target']>;
}

const ranks: Readonly<Record<PathVerdict, number>> = { open: 0, unknown: 1, refused: 2, blocked: 3 };

function best(walks: readonly Walk[]): Walk | undefined {
  return [...walks].sort((a, b) => ranks[a.walked.verdict] - ranks[b.walked.verdict])[0];
}

/** A name with several addresses gives any of them: what they do not agree on can't be told. */
function agreed(walks: readonly Walk[]): Walk | undefined {
  const [first] = walks;
  if (!first || walks.every(({ walked }) => walked.verdict === first.walked.verdict)) return first;
  return { ...first, walked: { ...first.walked, verdict: 'unknown' } };
}
