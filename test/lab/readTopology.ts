/** Run in an engine's namespace: the Topology with what the kernel there shows, as JSON. Argument: the engine's endpoint. */
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import { thisKernel } from '../../src/probes/kernelReader.ts';
import { readKernel } from '../../src/probes/readKernel.ts';
import { TopologyStore } from '../../src/topologyStore.ts';

const store = new TopologyStore({ openEngine, readKernel: (topology, engine) => readKernel(topology, engine, thisKernel) });
store.connect([{ context: 'default', endpoint: process.argv.at(-1) ?? '' }]);
store.readFull().then((topology) => process.stdout.write(JSON.stringify(topology), () => process.exit(0)));
