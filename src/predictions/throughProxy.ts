/**
 * A published port that the engine's proxy takes on the host: it makes a connection of its own, and what it tells the sender differs with the
 * protocol (moby cmd/docker-proxy). Held against real packets on 20.10 and 28.5.
 */
import type { EngineId } from '../model/topology.ts';
import { engineEvidence, type Ingress } from './bridgeRules.ts';
import { deliver, socket } from './deliver.ts';
import type { PathProtocol, Step } from './path.ts';
import { after, atNetwork, atSandbox, blocked, pass, refused, type Walked } from './pathSteps.ts';
import { gatewaysOf, majorOf, type World } from './pathWorld.ts';
import { type Publication, publicationEvidence } from './publishedPort.ts';

interface Target {
  readonly address: string;
  readonly port: number;
  readonly protocol: PathProtocol;
}

/**
 * @param taken the steps until the proxy has it
 * @param asked the host's address that the packet was sent to
 * @param target the container's address and port
 */
export function throughProxy(
  world: World,
  engine: EngineId,
  publication: Publication,
  ingress: Ingress,
  taken: Step,
  asked: string,
  target: Target,
): Walked {
  const { sandbox, network } = publication;
  const name = sandbox.containers[0]?.name ?? '';
  const to = socket(target.address, target.port);
  const steps = [taken, pass('proxied', atNetwork(network), [to], engineEvidence(world, engine))];
  const behind = deliver(sandbox, world.stacks.get(sandbox.id), target);
  const evidence = behind.steps.at(-1)?.evidence ?? [];
  const ends = (walked: Walked): Walked => ({ ...after(steps, walked), proxied: true });
  if (target.protocol === 'udp' && behind.verdict === 'refused')
    return ends(blocked('proxy-silent', atSandbox(sandbox, to), [name, to], evidence));
  if (behind.verdict === 'refused') return ends(refused('proxy-closes', atSandbox(sandbox, to), [name, to], evidence));
  if (
    target.protocol === 'udp' &&
    behind.verdict === 'open' &&
    answersFromElsewhere(world, engine, publication, ingress, asked)
  ) {
    const why = [publicationEvidence(publication), ...engineEvidence(world, engine)];
    return ends(blocked('proxy-other-source', atNetwork(network), [asked], why));
  }
  return ends(behind);
}

/**
 * Until 28 a proxy on every address lets the kernel choose the sender of its datagrams: the address nearest to who asked, which need not be
 * the one that was asked (moby pull request 48571).
 */
function answersFromElsewhere(
  world: World,
  engine: EngineId,
  { published }: Publication,
  ingress: Ingress,
  asked: string,
): boolean {
  if (majorOf(world, engine) >= 28 || !['', '0.0.0.0', '::'].includes(published.hostAddress)) return false;
  switch (ingress.kind) {
    case 'host':
      return false;
    case 'bridge':
      return !gatewaysOf(world, ingress.network).includes(asked);
    case 'outside':
      return !world.hostAddresses.get(engine)?.uplinks.includes(asked);
    default:
      return ingress satisfies never;
  }
}
