/** Makes what of the API needs more than the store: it is loaded when it is asked for. */
import type { ApiAnswer, ApiFinding, DockerNetworksApi, NameQuestion } from './api.ts';
import type { Finding } from './findings/finding.ts';
import { climb, type LadderParts } from './kernelLadder.ts';
import { wireOfEndpoint } from './model/buildWires.ts';
import { endpointById, ownerOf, sandboxOfContainer } from './model/lookup.ts';
import type { EngineId, Gap, Topology } from './model/topology.ts';
import type { Observations } from './observations.ts';
import { explained } from './predictions/explained.ts';
import { resolveName } from './predictions/nameResolution.ts';
import type { Answer } from './predictions/observation.ts';
import { sourceOf } from './predictions/pathPlaces.ts';
import { explainPath } from './predictions/reachability.ts';
import { observePath } from './probes/observePath.ts';
import { askName, type ProbeMeans } from './probes/sandboxProbe.ts';
import type { TopologyStore } from './topologyStore.ts';
import { say } from './words.ts';

export interface ApiParts {
  readonly store: TopologyStore;
  readonly observations: Observations;
  /** What the rules find. */
  readonly judge: (topology: Topology) => readonly Finding[];
  /** Ids of those that are silenced. */
  readonly silent: (findings: readonly Finding[]) => ReadonlySet<string>;
  /** What probes may use on an engine now; the API never asks for more. */
  readonly means: (engine: EngineId) => ProbeMeans;
  readonly ladder: LadderParts;
}

/** The methods that judge, predict or probe. */
export type LaterApi = Omit<DockerNetworksApi, 'apiVersion' | 'topology' | 'onDidChangeTopology'>;

const noLimit = new AbortController().signal;

export function createApi({ store, observations, judge, silent, means, ladder }: ApiParts): LaterApi {
  return {
    async findings() {
      const topology = await store.readFull();
      const findings = judge(topology);
      const quiet = silent(findings);
      return findings.map(
        ({ message, evidence, fix, ...finding }): ApiFinding => ({
          ...finding,
          ...(quiet.has(finding.id) ? { silenced: true as const } : {}),
          message: say(message),
          evidence: evidence.map((item) => say(item)),
          ...(fix ? { fix: { ...fix, title: say(fix.title) } } : {}),
        }),
      );
    },
    async wire(endpoint) {
      const known = endpointById(store.topology, endpoint) ?? endpointById(await store.readFull(), endpoint);
      if (!known) return { gaps: [{ subject: endpoint, code: 'unknown-subject', why: endpoint }] };
      await store.readDetail(known.id); // the wire is looked for by the sandbox's pid
      const gaps = await climb(ladder, [known.id], noLimit);
      const wire = wireOfEndpoint(store.topology, known.id);
      return { ...wire, gaps: [...wire.gaps, ...gaps] };
    },
    resolveName: (question) => resolve(store, observations, means, question),
    explainPath: (question) => explain(store, observations, means, question),
  };
}

async function resolve(
  store: TopologyStore,
  observations: Observations,
  means: ApiParts['means'],
  { from, name, type = 'A', observe = false }: NameQuestion,
) {
  const topology = await store.readFull();
  const sandbox = sandboxOfContainer(topology, from);
  const answer = resolveName(topology, { from: sandbox?.id ?? from, name, type });
  const predicted = spoken(answer);
  if (!observe) return { predicted };
  if (!sandbox) return { predicted, observed: gap('unknown-subject', from, from) };
  const client = store.client(sandbox.engine);
  const container = ownerOf(sandbox) ?? sandbox.containers.find(({ state }) => state === 'running');
  if (!client) return { predicted, observed: gap(store.isSample ? 'sample' : 'engine-unreachable', sandbox.id, sandbox.engine) };
  if (!container) return { predicted, observed: gap('not-running', sandbox.id, sandbox.id) };
  if (container.state !== 'running') return { predicted, observed: gap('not-running', sandbox.id, container.name) };
  const asked = await askName(client, container.id, name, type, noLimit, undefined, means(sandbox.engine));
  observations.add({ sandbox: sandbox.id, name, type, at: new Date().toISOString(), predicted: answer, ...asked });
  return { predicted, observed: 'gap' in asked.result ? asked.result : spoken(explained(answer, asked.result, asked.how)) };
}

async function explain(
  store: TopologyStore,
  observations: Observations,
  means: ApiParts['means'],
  { observe = false, ...question }: Parameters<DockerNetworksApi['explainPath']>[0],
) {
  const topology = await store.readFull();
  const prediction = explainPath(topology, question);
  const steps = prediction.steps.map(({ code, says, evidence }) => ({
    code,
    why: say(says),
    evidence: evidence.map((item) => say(item)),
  }));
  const predicted = { verdict: prediction.verdict, steps };
  if (!observe) return { predicted };
  const from = sourceOf(topology, question);
  const client = (engine: EngineId) => store.client(engine);
  const tried = await observePath({ topology, question, predicted: prediction, client, means }, noLimit);
  const source = from ? { sandbox: from.id } : {};
  observations.addPath({ question, ...source, at: new Date().toISOString(), predicted: prediction, ...tried });
  return { predicted, observed: tried.result };
}

function spoken({ answers, network, origin, server, upstream, hostsFile, code, reason }: Answer): ApiAnswer {
  return {
    answers,
    ...(network ? { network } : {}),
    ...(origin ? { origin } : {}),
    ...(server ? { server } : {}),
    ...(upstream ? { upstream } : {}),
    ...(hostsFile ? { hostsFile } : {}),
    code,
    reason: say(reason),
  };
}

function gap(code: Gap['code'], subject: string, why: string): { readonly gap: Gap } {
  return { gap: { subject, code, why } };
}
