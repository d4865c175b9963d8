import { workspace } from 'vscode';
import { type RuleSettings, ruleSettingsOf } from '../findings/ruleSettings.ts';

export function readRuleSettings(): RuleSettings {
  const settings = workspace.getConfiguration('dockerNetworks');
  return ruleSettingsOf({
    poolWarning: settings.get<unknown>('poolWarningPercent'),
    poolError: settings.get<unknown>('poolErrorPercent'),
    lanDhcpRanges: settings.get<unknown>('lanDhcpRanges'),
  });
}
