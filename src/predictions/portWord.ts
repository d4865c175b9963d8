import type { PortOutcome, PortTarget } from './swarmPorts.ts';

export type PortWord = `port.${PortOutcome}` | `port.${PortTarget['purpose']}`;
