import type { Diagram, Shape } from '../diagrams/diagram.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { Topology } from '../model/topology.ts';
import { refusalOfDetach } from '../predictions/refusals.ts';
import type { PanelMessage } from '../protocol.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { pathText } from './selection.ts';

export interface SelectionBar {
  readonly root: HTMLElement;
  draw(context: Context, selected: Shape | undefined, diagram: Diagram | undefined): void;
}

/** Under the map: the selected path in words, what had no room in the shape, and what can be done with it. */
export function selectionBar(clearSelection: () => void): SelectionBar {
  let act:
    | {
        readonly context: Context;
        readonly subject: string | undefined;
        readonly path: PanelMessage | undefined;
        readonly change: PanelMessage | undefined;
      }
    | undefined;
  const chosen = element('p', { class: 'path', role: 'status' });
  const details = element('p', { class: 'details' });
  const reveal = element('vscode-button', { appearance: 'secondary' });
  reveal.addEventListener('click', () => act?.subject && act.context.post({ type: 'reveal', id: act.subject }));
  const check = element('vscode-button', { appearance: 'secondary' });
  check.addEventListener('click', () => act?.subject && act.context.choose({ tab: 'dns', sandbox: act.subject }));
  const path = element('vscode-button', { appearance: 'secondary' });
  path.addEventListener('click', () => act?.path && act.context.post(act.path));
  const change = element('vscode-button', { appearance: 'secondary' });
  change.addEventListener('click', () => act?.change && act.context.post(act.change));
  const clear = element('vscode-button', { appearance: 'secondary' });
  clear.addEventListener('click', clearSelection);
  const actions = element('div', { class: 'actions' }, reveal, check, path, change, clear);

  return {
    root: element('div', { class: 'selection' }, chosen, details, actions),
    draw(context, selected, diagram) {
      const { t, say } = context;
      const { topology } = context.show;
      act = {
        context,
        subject: selected?.subject,
        path: selected && pathOf(topology, selected),
        change: selected && changeOf(topology, selected),
      };
      actions.hidden = selected === undefined;
      details.hidden = selected === undefined || selected.details.length === 0;
      if (!selected || !diagram) {
        setText(chosen, t('panel.nothing-selected'));
        return;
      }
      setText(chosen, t('panel.selected', pathText(diagram, selected, say)));
      setText(details, selected.details.map((detail) => plainText(say(detail))).join(' · '));
      reveal.hidden = selected.subject === undefined;
      check.hidden = selected.kind !== 'sandbox';
      path.hidden = act.path === undefined;
      setText(path, t(act.path?.type === 'tracePort' ? 'panel.trace' : 'panel.explain-from'));
      change.hidden = act.change === undefined;
      setText(change, t(act.change?.type === 'detach' ? 'panel.detach' : 'panel.attach'));
      setText(reveal, t('panel.reveal'));
      setText(check, t('panel.check-dns'));
      setText(clear, t('panel.clear'));
    },
  };
}

/** From a stack that something can leave, or through a published port. The command asks for the rest. */
function pathOf(topology: Topology, { kind, subject, publisher }: Shape): PanelMessage | undefined {
  if (publisher !== undefined) return { type: 'tracePort', publisher };
  if (subject === undefined || (kind !== 'sandbox' && kind !== 'endpoint')) return undefined;
  const owner = kind === 'sandbox' ? subject : topology.endpoints.find(({ id }) => id === subject)?.sandbox;
  const sandbox = topology.sandboxes.find(({ id }) => id === owner);
  return sandbox?.kind === 'container' || sandbox?.kind === 'host' ? { type: 'explainFrom', id: subject } : undefined;
}

/** What the engine would take: attach a container or to a network, detach an endpoint. The command asks and says the rest. */
function changeOf(topology: Topology, { kind, subject }: Shape): PanelMessage | undefined {
  if (subject === undefined || !topology.engines.some(({ state }) => state === 'ready')) return undefined;
  if (kind === 'endpoint') {
    const endpoint = topology.endpoints.find(({ id }) => id === subject);
    const canGo = endpoint && refusalOfDetach(topology, endpoint.id) === undefined;
    return canGo ? { type: 'detach', endpoint: subject } : undefined;
  }
  if (kind === 'network') {
    const network = topology.networks.find(({ id }) => id === subject);
    const takes = network && !['host', 'null'].includes(network.driver) && !network.ingress && !network.configOnly;
    return takes && (network.scope !== 'swarm' || network.attachable) ? { type: 'attachTo', network: subject } : undefined;
  }
  if (kind !== 'sandbox') return undefined;
  const sandbox = topology.sandboxes.find(({ id }) => id === subject);
  return sandbox?.kind === 'container' && sandbox.service === undefined ? { type: 'attach', sandbox: subject } : undefined;
}
