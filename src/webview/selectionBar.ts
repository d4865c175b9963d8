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
    | { readonly context: Context; readonly subject: string | undefined; readonly change: PanelMessage | undefined }
    | undefined;
  const path = element('p', { class: 'path', role: 'status' });
  const details = element('p', { class: 'details' });
  const reveal = element('vscode-button', { appearance: 'secondary' });
  reveal.addEventListener('click', () => act?.subject && act.context.post({ type: 'reveal', id: act.subject }));
  const check = element('vscode-button', { appearance: 'secondary' });
  check.addEventListener('click', () => act?.subject && act.context.choose({ tab: 'dns', sandbox: act.subject }));
  const change = element('vscode-button', { appearance: 'secondary' });
  change.addEventListener('click', () => act?.change && act.context.post(act.change));
  const clear = element('vscode-button', { appearance: 'secondary' });
  clear.addEventListener('click', clearSelection);
  const actions = element('div', { class: 'actions' }, reveal, check, change, clear);

  return {
    root: element('div', { class: 'selection' }, path, details, actions),
    draw(context, selected, diagram) {
      const { t, say } = context;
      act = { context, subject: selected?.subject, change: selected && changeOf(context.show.topology, selected) };
      actions.hidden = selected === undefined;
      details.hidden = selected === undefined || selected.details.length === 0;
      if (!selected || !diagram) {
        setText(path, t('panel.nothing-selected'));
        return;
      }
      setText(path, t('panel.selected', pathText(diagram, selected, say)));
      setText(details, selected.details.map((detail) => plainText(say(detail))).join(' · '));
      reveal.hidden = selected.subject === undefined;
      check.hidden = selected.kind !== 'sandbox';
      change.hidden = act.change === undefined;
      setText(change, t(act.change?.type === 'detach' ? 'panel.detach' : 'panel.attach'));
      setText(reveal, t('panel.reveal'));
      setText(check, t('panel.check-dns'));
      setText(clear, t('panel.clear'));
    },
  };
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
