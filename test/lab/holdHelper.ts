/** Run as a process of its own by `helper.test.ts`, to be killed: holds a helper container in a sandbox. Arguments: engine, container. */
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import { HelperContainers } from '../../src/probes/helperContainer.ts';

const [endpoint = '', sandbox = ''] = process.argv.slice(2);
const client = openEngine({ context: 'default', endpoint });
await new HelperContainers().run(client, { sandbox }, { image: '' }, new AbortController().signal, () => {
  console.log('held');
  return new Promise((resolve) => setTimeout(resolve, 600_000));
});
