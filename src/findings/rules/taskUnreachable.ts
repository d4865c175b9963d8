import { isRunning, sandboxName } from '../../model/lookup.ts';
import type { Node, NodeId, Sandbox, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import { checkPorts } from '../checkPorts.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';

/**
 * Tasks on a node that the swarm does not hear of: they may run still, but the swarm starts others in their place, and no name or virtual
 * address leads to them. Silent for containers that are no tasks: nobody replaces those.
 */
export const taskUnreachable: Rule = { code: 'task-unreachable', find };

const shown = 8;

function find({ topology }: RuleInput): readonly Finding[] {
  const silent = new Map<NodeId, Node>(topology.nodes.filter(isSilent).map((node) => [node.id, node]));
  const tasks = new Map<Node, Sandbox[]>();
  for (const sandbox of topology.sandboxes) {
    const node = sandbox.node && silent.get(sandbox.node);
    if (!node || !isTask(sandbox)) continue;
    tasks.set(node, [...(tasks.get(node) ?? []), sandbox]);
  }
  return [...tasks].map(([node, own]) => finding(topology, node, own));
}

function isSilent({ state, reachability }: Node): boolean {
  return state === 'down' || state === 'disconnected' || reachability === 'unreachable';
}

function isTask(sandbox: Sandbox): boolean {
  return sandbox.kind === 'task' || (sandbox.service !== undefined && isRunning(sandbox));
}

function finding(topology: Topology, node: Node, tasks: readonly Sandbox[]): Finding {
  const subjects = tasks.map(({ id }) => id).sort();
  const state = node.state === 'ready' ? (node.reachability ?? node.state) : node.state;
  const name = node.hostname || node.id;
  const listed = tasks.slice(0, shown).map((task) => {
    const address = topology.endpoints.find(({ sandbox, addresses }) => sandbox === task.id && addresses.length > 0)
      ?.addresses[0];
    return word('evidence.task-there', sandboxName(task), address ?? '–');
  });
  return {
    id: findingId('task-unreachable', subjects),
    code: 'task-unreachable',
    severity: 'error',
    subjects,
    message: word('finding.task-unreachable', tasks.length, name, state),
    evidence: [
      word('evidence.node-state', name, node.address, state),
      ...listed,
      ...(tasks.length > shown ? [word('evidence.more-tasks', tasks.length - shown)] : []),
    ],
    fix: checkPorts(topology, node.address),
  };
}
