import { l10n, type QuickPickItem, window } from 'vscode';
import type { SandboxId, Topology } from '../model/topology.ts';
import { addressOfPointer, isValidDnsName } from '../predictions/dnsName.ts';
import { type KnownName, knownNames } from '../predictions/knownNames.ts';
import { inertText } from '../views/plainText.ts';

interface NameItem extends QuickPickItem {
  /** Absent for the line that says why what was typed can't be asked. */
  readonly dnsName?: string;
}

/** A name of the sandbox's networks, or one that is typed; undefined when the person gives up. */
export function pickName(topology: Topology, sandbox: SandboxId, asker: string): Promise<string | undefined> {
  const known = knownNames(topology, sandbox).map(itemOf);
  const pick = window.createQuickPick<NameItem>();
  pick.title = l10n.t('Check DNS Resolution in {0}', inertText(asker));
  pick.placeholder = l10n.t('Name to look up, such as c1, c1.localnet or an address');
  pick.matchOnDescription = true;
  pick.items = known;
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      pick.items = [...typed(value.trim(), known), ...known];
    });
    pick.onDidAccept(() => {
      const name = pick.selectedItems[0]?.dnsName;
      if (name === undefined) return;
      resolve(name);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function itemOf({ name, networks }: KnownName): NameItem {
  const on = networks.map((network) => inertText(network)).join(', ');
  return {
    label: inertText(name),
    description: networks.length > 0 ? on : l10n.t('on none of its networks'),
    dnsName: name,
  };
}

/** First in the list, so that Enter asks for just what was typed. */
function typed(value: string, known: readonly NameItem[]): readonly NameItem[] {
  if (value === '' || known.some((item) => item.dnsName === value)) return [];
  if (isValidDnsName(value) || addressOfPointer(value) !== undefined) {
    return [{ label: inertText(value), description: l10n.t('as typed'), alwaysShow: true, dnsName: value }];
  }
  return [
    {
      label: l10n.t('This is no name that can be asked'),
      description: l10n.t('letters, digits, “.”, “-” and “_”; at most 253 characters, 63 between dots'),
      alwaysShow: true,
    },
  ];
}
