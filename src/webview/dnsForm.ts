import { plainText } from '../diagrams/plainText.ts';
import { isRunning, sandboxName } from '../model/lookup.ts';
import type { Sandbox } from '../model/topology.ts';
import { knownNames } from '../predictions/knownNames.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { type Dropdown, labelDropdown, setOptions, type TextField } from './toolkit.ts';
import type { View } from './view.ts';

/** How many names are offered as a click; the others can be typed. */
const offered = 8;

/** Pick a sandbox, type a name, ask. While an answer is on its way there is Cancel. */
export function dnsForm(): View {
  let context: Context | undefined;
  let asker: string | undefined;
  const sandboxLabel = element('label');
  const sandboxes = element('vscode-dropdown') as Dropdown;
  const nameLabel = element('label');
  const name = element('vscode-text-field', { maxlength: 253, spellcheck: 'false' }) as TextField;
  const check = element('vscode-button', { appearance: 'primary' });
  const cancel = element('vscode-button', { appearance: 'secondary' });
  const asking = element('p', { class: 'asking', role: 'status' });
  const names = element('div', { class: 'names', role: 'group' });
  const none = element('p', { class: 'empty' });
  const fields = element(
    'div',
    { class: 'fields' },
    element('div', { class: 'field' }, sandboxLabel, sandboxes),
    element('div', { class: 'field wide' }, nameLabel, name),
    check,
    cancel,
  );

  const ask = (wanted = name.value) => {
    const asked = wanted.trim();
    if (!context || asker === undefined || asked === '') {
      name.focus();
      return;
    }
    name.value = asked;
    context.keep({ sandbox: asker, name: asked });
    context.post({ type: 'checkName', sandbox: asker, name: asked });
  };
  sandboxes.addEventListener('change', () => {
    if (sandboxes.value !== '' && sandboxes.value !== asker) context?.choose({ sandbox: sandboxes.value });
  });
  name.addEventListener('input', () => context?.keep({ name: name.value }));
  name.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') ask();
  });
  check.addEventListener('click', () => ask());
  cancel.addEventListener('click', () => context?.post({ type: 'cancelCheck' }));

  return {
    root: element('div', { class: 'ask' }, fields, names, asking, none),
    draw(now) {
      context = now;
      const { t, show, ui } = now;
      const askers = show.topology.sandboxes.filter(canAsk);
      asker = (askers.find(({ id }) => id === ui.sandbox) ?? askers.find(isRunning) ?? askers[0])?.id;
      none.hidden = askers.length > 0;
      fields.hidden = askers.length === 0;
      setText(none, t('dns.no-sandboxes'));
      setText(sandboxLabel, t('dns.sandbox'));
      labelDropdown(sandboxes, t('dns.sandbox'));
      setOptions(
        sandboxes,
        askers.map((sandbox) => ({ value: sandbox.id, text: askerText(sandbox, now) })),
        asker ?? '',
      );
      setText(nameLabel, t('dns.name'));
      name.setAttribute('aria-label', t('dns.name'));
      name.setAttribute('placeholder', t('dns.name-example'));
      if (document.activeElement !== name && name.value !== ui.name) name.value = ui.name;
      const first = show.asking[0];
      setText(check, t('dns.check'));
      setText(cancel, t('dns.cancel'));
      cancel.hidden = first === undefined;
      const named = show.topology.sandboxes.find(({ id }) => id === first?.sandbox);
      setText(asking, first ? t('dns.asking', named ? plainText(sandboxName(named)) : first.sandbox, first.name) : '');
      offerNames(now);
    },
  };

  function offerNames(now: Context): void {
    const sandbox = now.show.topology.sandboxes.find(({ id }) => id === asker);
    const known = sandbox ? knownNames(now.show.topology, sandbox.id).slice(0, offered) : [];
    names.setAttribute('aria-label', now.t('dns.name'));
    const key = JSON.stringify([asker, known]);
    if (names.dataset.names === key) return;
    names.dataset.names = key;
    names.replaceChildren(
      ...known.map((each) => {
        const chip = element('button', { type: 'button', class: 'chip' }, plainText(each.name));
        chip.addEventListener('click', () => ask(each.name));
        return chip;
      }),
    );
  }
}

/** Load balancers and tasks of other nodes have no container to ask in. */
function canAsk(sandbox: Sandbox): boolean {
  return (sandbox.kind === 'container' || sandbox.kind === 'host') && sandbox.containers.length > 0;
}

function askerText(sandbox: Sandbox, { show, t }: Context): string {
  const name = plainText(sandboxName(sandbox));
  const engine =
    show.topology.engines.length > 1 ? show.topology.engines.find(({ id }) => id === sandbox.engine)?.context : undefined;
  const state = isRunning(sandbox) ? '' : ` · ${t('dns.short-not-running')}`;
  return `${name}${engine ? ` · ${plainText(engine)}` : ''}${state}`;
}
