import { placeText } from '../diagrams/pathReport.ts';
import { plainText } from '../diagrams/plainText.ts';
import { isRunning, sandboxName } from '../model/lookup.ts';
import type { PathProtocol, Place } from '../predictions/path.ts';
import { placeKey, readPathQuestion } from '../predictions/pathText.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { type Dropdown, labelDropdown, setOptions, type TextField } from './toolkit.ts';
import type { View } from './view.ts';

const typedKey = 'typed';
const protocols: readonly PathProtocol[] = ['tcp', 'udp', 'icmp'];

/** Where a packet leaves, where it should arrive, on which port. Each change is explained at once. */
export function pathForm(): View {
  let context: Context | undefined;
  const field = <T extends HTMLElement>(input: T, kind = '') => {
    const label = element('label');
    return { label, input, root: element('div', { class: `field${kind}` }, label, input) };
  };
  const from = field(element('vscode-dropdown') as Dropdown);
  const to = field(element('vscode-dropdown') as Dropdown);
  const address = field(element('vscode-text-field', { maxlength: 253, spellcheck: 'false' }) as TextField, ' wide');
  const port = field(element('vscode-text-field', { maxlength: 5, inputmode: 'numeric' }) as TextField, ' port');
  const protocol = field(element('vscode-dropdown') as Dropdown, ' short');
  const explain = element('vscode-button', { appearance: 'secondary' });
  const parts = [from, to, address, port, protocol];

  const choose = () => {
    const target = to.input.value === typedKey ? typedPlace(address.input.value.trim()) : parsed(to.input.value);
    const path = readPathQuestion({
      from: parsed(from.input.value),
      to: target,
      ...(port.input.value.trim() === '' ? {} : { port: Number(port.input.value) }),
      protocol: port.input.value.trim() === '' ? 'icmp' : protocol.input.value,
    });
    if (path) context?.choose({ path });
    else address.root.hidden = to.input.value !== typedKey;
  };
  for (const { input } of [from, to, protocol]) input.addEventListener('change', choose);
  for (const { input } of [address, port]) {
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') choose();
    });
  }
  explain.addEventListener('click', choose);

  return {
    root: element('div', { class: 'fields' }, ...parts.map(({ root }) => root), explain),
    draw(now) {
      context = now;
      const { t, ui } = now;
      const { path } = ui;
      const names = ['path.from', 'path.to', 'path.address', 'path.port', 'path.protocol'] as const;
      for (const [at, { label, input }] of parts.entries()) {
        const name = t(names[at] ?? 'path.from');
        setText(label, name);
        input.setAttribute('aria-label', name);
      }
      for (const each of [from, to, protocol]) labelDropdown(each.input, each.label.textContent ?? '');
      setText(explain, t('path.explain'));
      const sources = placesOf(now);
      const targets = [...sources, ...publishedOf(now), { value: typedKey, text: t('path.to-typed') }];
      const source = path && placeKey(typeof path.from === 'string' ? { sandbox: path.from } : path.from);
      const target = path && placeKey(path.to);
      const isTyped = target !== undefined && !targets.some(({ value }) => value === target);
      setOptions(from.input, sources, source ?? sources[0]?.value ?? '');
      setOptions(to.input, targets, isTyped ? typedKey : (target ?? targets[1]?.value ?? targets[0]?.value ?? ''));
      setOptions(
        protocol.input,
        protocols.map((value) => ({ value, text: value.toUpperCase() })),
        path?.protocol ?? 'tcp',
      );
      address.root.hidden = !isTyped && to.input.value !== typedKey;
      if (isTyped && path && document.activeElement !== address.input)
        address.input.value = placeText(now.show.topology, path.to, now.say);
      if (path && document.activeElement !== port.input) port.input.value = path.port === undefined ? '' : String(path.port);
    },
  };
}

function placesOf({ show, t }: Context): readonly { readonly value: string; readonly text: string }[] {
  const { sandboxes, engines } = show.topology;
  const boxes = sandboxes
    .filter(({ kind }) => kind === 'container')
    .map((sandbox) => ({
      value: placeKey({ sandbox: sandbox.id }),
      text: `${plainText(sandboxName(sandbox))}${isRunning(sandbox) ? '' : ` · ${t('dns.short-not-running')}`}`,
    }));
  const hosts = engines.map(({ id, context }) => ({ value: placeKey({ host: id }), text: t('path.host', plainText(context)) }));
  return [...boxes, ...hosts, { value: placeKey({ outside: true }), text: t('path.outside') }];
}

function publishedOf({ show, t, say }: Context): readonly { readonly value: string; readonly text: string }[] {
  const options = new Map<string, string>();
  for (const { engine, publishedPorts, containers } of show.topology.sandboxes) {
    for (const { hostPort, hostAddress } of publishedPorts) {
      const bound = ['', '0.0.0.0', '::'].includes(hostAddress) ? {} : { address: hostAddress };
      const place: Place = { published: { engine, port: hostPort, ...bound } };
      options.set(
        placeKey(place),
        t('path.published-port', placeText(show.topology, place, say), plainText(containers[0]?.name ?? '')),
      );
    }
  }
  for (const { engine, name, ports } of show.topology.services) {
    for (const { published, publishMode } of ports) {
      if (published === 0 || publishMode !== 'ingress') continue;
      const place: Place = { published: { engine, port: published } };
      options.set(placeKey(place), t('path.published-port', placeText(show.topology, place, say), plainText(name)));
    }
  }
  return [...options].map(([value, text]) => ({ value, text }));
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function typedPlace(text: string): Place | undefined {
  if (text === '') return undefined;
  return /^[\d.]+$|:/.test(text) ? { address: text } : { name: text };
}
