import type { OverviewCell } from '../diagrams/overview.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { Context } from './context.ts';

/** A cell in words, or the member of that index in it: what the pointer and a screen reader are told. */
export function overviewText(cell: OverviewCell, { say, t }: Pick<Context, 'say' | 't'>, member?: number): string {
  const { members, stopped } = cell;
  const name = plainText(say(cell.name));
  const one = member === undefined ? undefined : members[member];
  if (one) {
    const state = { running: t('panel.legend-running'), stopped: t('panel.legend-stopped'), nobody: t('panel.cell-nobody') };
    const address = one.address === undefined ? [] : [plainText(one.address)];
    return [plainText(one.name), ...address, name, state[one.state], ...markText(one.mark, t)].join(' · ');
  }
  return [
    name,
    ...(cell.driver === '' ? [] : [plainText(cell.driver)]),
    ...(cell.subnet === undefined ? [] : [plainText(cell.subnet)]),
    members.length === 0
      ? t('panel.cell-unused')
      : members.length === 1
        ? t('panel.cell-endpoint')
        : t('panel.cell-endpoints', members.length),
    ...(stopped === 0 ? [] : [t('panel.cell-stopped', stopped)]),
    ...markText(cell.mark, t),
  ].join(' · ');
}

function markText(mark: OverviewCell['mark'], t: Context['t']): readonly string[] {
  return mark === undefined ? [] : [t(mark === 'error' ? 'panel.cell-error' : 'panel.cell-warning')];
}
