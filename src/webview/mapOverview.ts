import { type Mark, type Overview, type OverviewCell, overview } from '../diagrams/overview.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { Topology } from '../model/topology.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { findingMarks } from './findingMarks.ts';
import { shownTopology } from './mapForm.ts';
import { mapLegend } from './mapLegend.ts';
import { overviewPicture } from './overviewPicture.ts';
import { overviewText } from './overviewText.ts';
import type { View } from './view.ts';

/** A picture of everything at once, from which a way leads down to the legible one. */
export interface OverviewForm extends View {
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
  readonly scale: number;
  /** Whether there is nothing to draw. */
  readonly isEmpty: boolean;
  /** Takes the keyboard. */
  readonly focus: () => void;
}

/** The host map as an overview: networks as cells, what the keyboard is at in words under it, a way down into one. */
export function mapOverview(zoomed: (scale: number) => void): OverviewForm {
  let context: Context | undefined;
  let drawn: { readonly topology: Topology; readonly marks: ReadonlyMap<string, Mark>; readonly content: Overview } | undefined;
  const notes = element('p', { class: 'note' });
  const path = element('p', { class: 'path' });
  const open = element('vscode-button');
  const reveal = element('vscode-button', { appearance: 'secondary' });
  const legend = mapLegend([
    ['cell', 'panel.legend-cell'],
    ['cell running', 'panel.legend-running'],
    ['cell stopped', 'panel.legend-not-up'],
    ['line bridge', 'panel.legend-bridge'],
    ['line default-bridge', 'panel.legend-default-bridge'],
    ['line macvlan dashed-line', 'panel.legend-macvlan'],
    ['line overlay dotted-line', 'panel.legend-overlay'],
    ['disc', 'panel.legend-error'],
    ['triangle', 'panel.legend-warning'],
  ]);
  const picture = overviewPicture({
    zoomed,
    at: (cell) => {
      context?.keep({ overviewAt: cell?.id ?? '' });
      say();
    },
    open: (cell, member) => enter(cell, member),
  });
  open.addEventListener('click', () => picture.active && enter(picture.active, undefined));
  reveal.addEventListener(
    'click',
    () => picture.active?.network && context?.post({ type: 'reveal', id: picture.active.network }),
  );

  const enter = (cell: OverviewCell, member: string | undefined) => {
    if (!context || cell.network === undefined) return;
    const subject = member ?? cell.network;
    const of = context.show.topology.sandboxes.some(({ id }) => id === subject) ? `sandbox ${subject}` : '';
    context.choose({ within: cell.network, view: 'auto', selected: of, overviewAt: cell.id });
  };
  const say = () => {
    if (!context) return;
    const { active } = picture;
    setText(path, active ? overviewText(active, context) : context.t('panel.overview-hint'));
    open.hidden = active?.network === undefined;
    reveal.hidden = active?.network === undefined;
    setText(open, active ? context.t('panel.open-cell', plainText(context.say(active.name))) : '');
    setText(reveal, context.t('panel.reveal'));
  };
  const root = element(
    'div',
    { class: 'overview' },
    notes,
    picture.root,
    element('div', { class: 'selection' }, path, element('div', { class: 'actions' }, open, reveal)),
    legend.root,
  );

  return {
    root,
    draw(now) {
      context = now;
      const topology = shownTopology(now);
      const marks = findingMarks(now.show);
      if (drawn?.topology !== topology || drawn.marks !== marks) drawn = { topology, marks, content: overview(topology, marks) };
      const { sections } = drawn.content;
      const said = sections.flatMap((section) => section.notes.map((note) => plainText(now.say(note))));
      setText(notes, [...new Set(said)].join(' '));
      notes.hidden = said.length === 0;
      picture.draw(now, drawn.content);
      legend.draw(now);
      say();
    },
    zoomBy: picture.zoomBy,
    fit: picture.fit,
    focus: picture.focus,
    get scale() {
      return picture.scale;
    },
    get isEmpty() {
      return !drawn?.content.sections.some(({ cells }) => cells.length > 0);
    },
  };
}
