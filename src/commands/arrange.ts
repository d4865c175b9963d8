/** How the Networks view is arranged: settings of the user, changed from a list. */
import { ConfigurationTarget, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { readFindingGrouping, readTreeOptions } from '../views/readTreeOptions.ts';
import {
  type FindingGrouping,
  findingGroupings,
  type Grouping,
  groupings,
  type Sorting,
  sortings,
} from '../views/treeOptions.ts';

export async function groupNetworks(): Promise<void> {
  const names: Readonly<Record<Grouping, string>> = {
    none: l10n.t('Not grouped'),
    driver: l10n.t('Driver'),
    scope: l10n.t('Scope'),
    project: l10n.t('Compose project'),
  };
  await choose('groupBy', l10n.t('Group networks by'), groupings, names, readTreeOptions().groupBy);
}

export async function sortNetworks(): Promise<void> {
  const names: Readonly<Record<Sorting, string>> = {
    name: l10n.t('Name'),
    driver: l10n.t('Driver'),
    scope: l10n.t('Scope'),
    created: l10n.t('Newest first'),
  };
  await choose('sortBy', l10n.t('Sort networks by'), sortings, names, readTreeOptions().sortBy);
}

export async function groupFindings(): Promise<void> {
  const names: Readonly<Record<FindingGrouping, string>> = {
    none: l10n.t('Not grouped'),
    severity: l10n.t('Severity'),
    network: l10n.t('Network'),
  };
  await choose('groupFindingsBy', l10n.t('Group findings by'), findingGroupings, names, readFindingGrouping());
}

export async function toggleBuiltIns(): Promise<void> {
  await write('showBuiltIn', !readTreeOptions().showBuiltIn);
}

async function choose<K extends string>(
  setting: string,
  title: string,
  keys: readonly K[],
  names: Readonly<Record<K, string>>,
  now: K,
): Promise<void> {
  const items = keys.map((key): QuickPickItem & { readonly key: K } => ({
    key,
    label: names[key],
    ...(key === now ? { description: l10n.t('now') } : {}),
  }));
  const chosen = await window.showQuickPick(items, { title });
  if (chosen) await write(setting, chosen.key);
}

async function write(setting: string, value: unknown): Promise<void> {
  const settings = workspace.getConfiguration('dockerNetworks');
  // where the workspace has its own value, a user's value would change nothing
  const isInWorkspace = settings.inspect(setting)?.workspaceValue !== undefined;
  await settings.update(setting, value, isInWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
}
