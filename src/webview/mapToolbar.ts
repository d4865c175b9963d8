import type { PanelMessage } from '../protocol.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import type { View } from './view.ts';

export interface ToolbarActions {
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
}

/** What the buttons ask the host for; nothing where there is nothing to copy. */
export interface ToolbarMessages {
  readonly copy: (context: Context) => PanelMessage | undefined;
  readonly save: (context: Context) => PanelMessage | undefined;
}

export interface Toolbar extends View {
  /** Shows the factor that is drawn. */
  zoomed(scale: number, context: Context | undefined): void;
}

/** Picture or table, zoom, copy, export. */
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
  const picture = press(() => context?.choose({ view: 'picture' }));
  const table = press(() => context?.choose({ view: 'table' }));
  const choice = element('div', { class: 'choice', role: 'group' }, picture, table);
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
    draw(now) {
      context = now;
      const { t, ui } = now;
      choice.setAttribute('aria-label', t('panel.view'));
      setText(picture, t('panel.picture'));
      setText(table, t('panel.table'));
      picture.setAttribute('aria-pressed', String(ui.view === 'picture'));
      table.setAttribute('aria-pressed', String(ui.view === 'table'));
      zoom.hidden = ui.view === 'table';
      out.setAttribute('aria-label', t('panel.zoom-out'));
      into.setAttribute('aria-label', t('panel.zoom-in'));
      zoom.setAttribute('aria-label', t('panel.zoom'));
      setText(fit, t('panel.zoom-fit'));
      setText(refresh, t('panel.refresh'));
      setText(copy, t('panel.copy-text'));
      setText(save, t('panel.export-svg'));
    },
    zoomed(scale, now) {
      if (now) setText(level, now.t('panel.zoom-level', Math.round(scale * 100)));
    },
  };
}
