import { workspace } from 'vscode';
import { type FindingGrouping, findingGroupings, groupings, sortings, type TreeOptions } from './treeOptions.ts';

/** The settings; what is no value of theirs counts as the default. */
export function readTreeOptions(): TreeOptions {
  const settings = workspace.getConfiguration('dockerNetworks');
  const groupBy: unknown = settings.get('groupBy');
  const sortBy: unknown = settings.get('sortBy');
  return {
    groupBy: groupings.find((one) => one === groupBy) ?? 'none',
    sortBy: sortings.find((one) => one === sortBy) ?? 'name',
    showBuiltIn: settings.get('showBuiltIn') !== false,
  };
}

/** The setting `dockerNetworks.groupFindingsBy`. */
export function readFindingGrouping(): FindingGrouping {
  const groupBy: unknown = workspace.getConfiguration('dockerNetworks').get('groupFindingsBy');
  return findingGroupings.find((one) => one === groupBy) ?? 'none';
}
