/**
 * Starts an engine with a container and holds it: `node --import tsx test/lab/holdEngine.ts [fail]`. Prints what it holds as a line of
 * JSON. For the tests of what becomes of an engine whose test process ends in a bad way.
 */
import { startEngine } from './engine.ts';
import { records } from './labState.ts';

const engine = await startEngine('20.10');
const container = await engine.docker('run', '-d', '--name', 'held', 'alpine', 'sleep', '1d');
const record = records().find(({ folder }) => folder === engine.folder);
process.stdout.write(`${JSON.stringify({ record, containers: [container] })}\n`, () => {
  if (process.argv[2] === 'fail') throw new Error('a mistake in a test');
});
setInterval(() => {}, 1000);
