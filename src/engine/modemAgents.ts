import http from 'node:http';
import https from 'node:https';
import { inspect } from 'node:util';
import type { ConnectedChoice } from './contexts.ts';
import { isSecure } from './modemOptions.ts';
import { SshAgent } from './sshAgent.ts';

export interface ModemAgents {
  /** Readings. */
  readonly kept: http.Agent;
  /** Changes can't be asked twice: where a new connection costs little, each has its own, which the engine can't have closed meanwhile. */
  readonly changes: http.Agent;
  /** The stream of events. */
  readonly events: http.Agent;
}

/** Who makes the connections to an engine. Through ssh each is a process: one for the events, at most two for everything else. */
export function modemAgents(choice: ConnectedChoice): ModemAgents {
  const agents = agentsFor(choice);
  for (const agent of Object.values(agents))
    Object.defineProperty(agent, inspect.custom, { value: () => 'agent', configurable: true });
  return agents;
}

/**
 * docker-modem makes a text of every request with all that hangs on it, for a log that is off: of an agent that is all its sockets, 10 ms
 * each time. To `inspect` it is therefore a word.
 */
function agentsFor(choice: ConnectedChoice): ModemAgents {
  const { endpoint, tls } = choice;
  if (endpoint.startsWith('ssh:')) {
    const kept = new SshAgent(endpoint, { keepAlive: true, maxSockets: 2 });
    return { kept, changes: kept, events: new SshAgent(endpoint, { keepAlive: false, maxSockets: 1 }) };
  }
  const rejectUnauthorized = !tls?.skipVerify;
  const agent = (keepAlive: boolean) =>
    isSecure(choice) ? new https.Agent({ keepAlive, rejectUnauthorized }) : new http.Agent({ keepAlive });
  const single = agent(false);
  return { kept: agent(true), changes: single, events: single };
}
