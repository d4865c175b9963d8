/**
 * Records raw answers of real engines as fixtures: `node --import tsx test/lab/record.ts`. What would tell of the machine that
 * recorded (folders, host name, keys, join addresses of the swarm's CA) is replaced.
 */
import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { type LabEngine, labVersions, startEngine } from './engine.ts';
import { get } from './rawApi.ts';
import { blogScenario } from './scenario.ts';
import { startSwarm } from './swarm.ts';

/** Everything that a snapshot can hold, as the engine spells it. */
export async function record(engine: LabEngine, swarm = false): Promise<Record<string, unknown>> {
  const [version, info, networks, containers] = await Promise.all(
    ['/version', '/info', '/networks', '/containers/json?all=1'].map((url) => get(engine, url)),
  );
  const details = async (list: unknown, url: (id: string) => string) =>
    Object.fromEntries(
      await Promise.all((list as readonly { Id: string }[]).map(async ({ Id }) => [Id, await get(engine, url(Id))])),
    );
  const networkDetails = await details(networks, (id) => `/networks/${id}?verbose=true`);
  const containerDetails = await details(containers, (id) => `/containers/${id}/json`);
  const [nodes, services, tasks] = swarm
    ? await Promise.all(['/nodes', '/services?status=true', '/tasks'].map((url) => get(engine, url)))
    : [];
  return { version, info, networks, containers, networkDetails, containerDetails, ...(swarm ? { nodes, services, tasks } : {}) };
}

function scrub(value: unknown, engine: LabEngine): string {
  const secret =
    /^(CertIssuerPublicKey|CertIssuerSubject|TrustRoot|RegistryConfig|KernelVersion|JoinTokens|IndexServerAddress|Registry.*)$/;
  const json = JSON.stringify(value, (key, inner: unknown) => (secret.test(key) ? undefined : inner), 1);
  return json
    .replaceAll(engine.folder, '/var/lib/docker-lab')
    .replaceAll('/lab/', '/var/lib/docker-lab/')
    .replaceAll(hostname(), 'engine-host');
}

async function main(): Promise<void> {
  const fixtures = path.join(import.meta.dirname, '../fixtures');
  const save = (name: string, value: unknown, engine: LabEngine) =>
    writeFileSync(path.join(fixtures, `${name}.json`), `${scrub(value, engine)}\n`);
  for (const version of labVersions) {
    await using engine = await startEngine(version);
    await blogScenario(engine);
    save(`engine-${version}`, await record(engine), engine);
  }
  await using swarm = await startSwarm();
  save('swarm-node1', await record(swarm.node1, true), swarm.node1);
  save('swarm-node2', await record(swarm.node2), swarm.node2);
}

if (process.argv[1] === import.meta.filename) await main();
