import type { Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Fix } from './finding.ts';
import { shellQuote } from './shellLine.ts';

/** What to do where nodes do not hear of each other: ask whether the swarm's ports answer. */
export function checkPorts(topology: Topology, address: string): Fix {
  const engine = topology.engines.find(({ swarm }) => swarm?.role === 'manager') ?? topology.engines.find(({ swarm }) => swarm);
  return {
    title: word('fix.check-swarm-ports'),
    command: 'dockerNetworks.checkSwarmPorts',
    arguments: engine ? [engine.id] : [],
    ...(address === '' ? {} : { cli: ['nc', '-zv', address, '7946'].map(shellQuote).join(' ') }),
  };
}
