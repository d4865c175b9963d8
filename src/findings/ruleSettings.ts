/** What a person may set for the rules. */
export interface RuleSettings {
  /** Percent of a pool from which on it is nearly full: a warning, then an error. */
  readonly poolWarning: number;
  readonly poolError: number;
  /** Addresses that the LAN's DHCP server hands out: CIDRs, or `first-last`. */
  readonly lanDhcpRanges: readonly string[];
}

export const defaultRuleSettings: RuleSettings = { poolWarning: 80, poolError: 95, lanDhcpRanges: [] };

/** Settings as they stand in a file, unchecked; what makes no sense counts as the default. */
export function ruleSettingsOf(raw: { readonly [key in keyof RuleSettings]?: unknown }): RuleSettings {
  const percent = (value: unknown, otherwise: number) =>
    typeof value === 'number' && value > 0 && value <= 100 ? value : otherwise;
  const ranges = Array.isArray(raw.lanDhcpRanges) ? raw.lanDhcpRanges.filter((one) => typeof one === 'string') : [];
  return {
    poolWarning: percent(raw.poolWarning, defaultRuleSettings.poolWarning),
    poolError: percent(raw.poolError, defaultRuleSettings.poolError),
    lanDhcpRanges: ranges,
  };
}
