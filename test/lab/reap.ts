/** Removes what killed test runs left behind: `node --import tsx test/lab/reap.ts`. */
import { reapDead } from './labState.ts';

const names = reapDead();
if (names.length > 0) console.log(`removed what an earlier test run left: ${names.join(', ')}`);
