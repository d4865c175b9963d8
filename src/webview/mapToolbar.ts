import type { PanelMessage } from '../protocol.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { type Form, toOverview } from './mapForm.ts';

export interface ToolbarActions {
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
}

/** What the buttons ask the host for; nothing where there is nothing to copy. */
export interface ToolbarMessages {
  readonly copy: (context: Context) => PanelMessage | undefined;
  readonly save: (context: Context) => PanelMessage | undefined;
}

export interface Toolbar {
  readonly root: HTMLElement;
  draw(context: Context, form: Form, hasOverview: boolean): void;
  /** Shows the factor that is drawn. */
  zoomed(scale: number, context: Context | undefined): void;
}

/** Overview, picture or table; zoom, copy, export. */
export function mapToolbar(messages: ToolbarMessages, actions: ToolbarActions): Toolbar {
  let context: Context | undefined;
  const post = (message: ToolbarMessages['copy']) => {
    const asked = context && message(context);
    if (asked) context?.post(asked);
  };
  const press = (act: () => void, attributes: Readonly<Record<string, string>> = {}) => {
    const button = element('button', { type: 'button', class: 'tool', ...attributes });
    button.addEventListener('click', act);
    return button;
  };
  const overview = press(() => context?.choose(toOverview(context)));
  const picture = press(() => context?.choose({ view: 'picture' }));
  const table = press(() => context?.choose({ view: 'table' }));
  const choice = element('div', { class: 'choice', role: 'group' }, overview, picture, table);
  const out = press(() => actions.zoomBy(0.8));
  const level = element('span', { class: 'level' });
  const into = press(() => actions.zoomBy(1.25));
  const fit = press(actions.fit);
  const zoom = element('div', { class: 'choice', role: 'group' }, out, level, into, fit);
  const copy = element('vscode-button', { appearance: 'secondary' });
  copy.addEventListener('click', () => post(messages.copy));
  const save = element('vscode-button', { appearance: 'secondary' });
  save.addEventListener('click', () => post(messages.save));
  const refresh = element('vscode-button', { appearance: 'secondary' });
  refresh.addEventListener('click', () => context?.post({ type: 'refresh' }));
  setText(out, '−');
  setText(into, '+');

  return {
    root: element('div', { class: 'toolbar' }, choice, zoom, element('span', { class: 'space' }), refresh, copy, save),
    draw(now, form, hasOverview) {
      context = now;
      const { t } = now;
      choice.setAttribute('aria-label', t('panel.view'));
      overview.hidden = !hasOverview;
      setText(overview, t('panel.overview'));
      setText(picture, t('panel.picture'));
      setText(table, t('panel.table'));
      picture.setAttribute('aria-pressed', String(form === 'picture'));
      table.setAttribute('aria-pressed', String(form === 'table'));
      overview.setAttribute('aria-pressed', String(form === 'overview'));
      zoom.hidden = form === 'table';
      out.setAttribute('aria-label', t('panel.zoom-out'));
      into.setAttribute('aria-label', t('panel.zoom-in'));
      zoom.setAttribute('aria-label', t('panel.zoom'));
      setText(fit, t(form === 'overview' ? 'panel.zoom-all' : 'panel.zoom-fit'));
      setText(refresh, t('panel.refresh'));
      setText(copy, t('panel.copy-text'));
      setText(save, t('panel.export-svg'));
      save.hidden = form === 'overview';
    },
    zoomed(scale, now) {
      if (now) setText(level, now.t('panel.zoom-level', Math.round(scale * 100)));
    },
  };
}
