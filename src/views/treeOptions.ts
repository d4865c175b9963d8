export const groupings = ['none', 'driver', 'scope', 'project'] as const;
export const sortings = ['name', 'driver', 'scope', 'created'] as const;
export const findingGroupings = ['none', 'severity', 'network'] as const;
export type FindingGrouping = (typeof findingGroupings)[number];
export type Grouping = (typeof groupings)[number];
export type Sorting = (typeof sortings)[number];

/** How the Networks view is arranged: the settings `dockerNetworks.groupBy`, `.sortBy` and `.showBuiltIn`. */
export interface TreeOptions {
  readonly groupBy: Grouping;
  readonly sortBy: Sorting;
  readonly showBuiltIn: boolean;
}
