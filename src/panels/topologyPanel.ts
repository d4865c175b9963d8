import { randomBytes } from 'node:crypto';
import { type Disposable, env, Uri, ViewColumn, type WebviewPanel, type WebviewPanelSerializer, window } from 'vscode';
import { type PanelMessage, type PanelRequest, packed, type ShowMessage } from '../protocol.ts';
import { isCurrent, parsePanelMessage } from './panelMessage.ts';
import { webviewHtml } from './webviewHtml.ts';

/** What the panel shows, without what was asked of it. */
export type PanelState = Omit<ShowMessage, 'type' | 'request' | 'language'>;

export interface PanelOptions {
  readonly extensionUri: Uri;
  readonly title: () => string;
  /** The current state; asked for when the panel is visible. Undefined as long as there is none: then `update` is called again. */
  readonly state: () => PanelState | undefined;
  /** What the ids of a message are looked up in. */
  readonly current: () => Pick<PanelState, 'topology' | 'findings'>;
  /** A message whose form is right and whose ids exist. `ready` is answered by the panel itself and not passed on. */
  readonly onMessage: (message: Exclude<PanelMessage, { type: 'ready' }>) => void;
  readonly onVisible?: (visible: boolean) => void;
}

/**
 * The one panel with its tabs. It holds no copy of the state: it asks for it whenever the webview can be told (a hidden webview gets no
 * messages), and sends it whole, without what the webview has already.
 */
export class TopologyPanel implements Disposable, WebviewPanelSerializer {
  static readonly viewType = 'dockerNetworks.panel';
  readonly #options: PanelOptions;
  #panel: WebviewPanel | undefined;
  #request: ShowMessage['request'];
  #serial = Date.now();
  #isReady = false;
  /** What the webview has. */
  #sent: ShowMessage | undefined;

  constructor(options: PanelOptions) {
    this.#options = options;
  }

  get visible(): boolean {
    return this.#panel?.visible ?? false;
  }

  /** Opens the panel or brings it to the front, with a tab and, there, the thing of that Topology id. */
  show(request: PanelRequest): void {
    this.#serial += 1;
    this.#request = { serial: this.#serial, ...request };
    if (!this.#panel) {
      this.adopt(
        window.createWebviewPanel(TopologyPanel.viewType, this.#options.title(), ViewColumn.Active, this.webviewOptions()),
      );
      return;
    }
    this.#panel.reveal(undefined, false);
    this.update();
  }

  /** Something that is shown has changed. */
  update(): void {
    if (!this.#panel?.visible || !this.#isReady) return;
    const state = this.#options.state();
    if (!state) return;
    const message: ShowMessage = {
      type: 'show',
      ...state,
      language: env.language,
      ...(this.#request ? { request: this.#request } : {}),
    };
    const posted = packed(message, this.#sent);
    this.#sent = message;
    void this.#panel.webview.postMessage(posted).then((isThere) => {
      if (!isThere && this.#sent === message) this.#sent = undefined;
    });
  }

  /** After a reload of the window: VS Code brings the panel back, the webview brings its own state. */
  async deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    panel.webview.options = this.webviewOptions();
    this.adopt(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  private adopt(panel: WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    this.#isReady = false;
    panel.title = this.#options.title();
    panel.iconPath = {
      light: Uri.joinPath(this.#options.extensionUri, 'media', 'panel-light.svg'),
      dark: Uri.joinPath(this.#options.extensionUri, 'media', 'panel-dark.svg'),
    };
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#isReady = false;
      this.#options.onVisible?.(false);
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#isReady = false;
      this.#options.onVisible?.(panel.visible);
      this.update();
    });
    panel.webview.onDidReceiveMessage((value: unknown) => this.receive(value));
    panel.webview.html = this.html(panel);
    this.#options.onVisible?.(panel.visible);
  }

  private receive(value: unknown): void {
    const message = parsePanelMessage(value);
    if (!message) return;
    if (message.type === 'ready') {
      this.#isReady = true;
      this.#sent = undefined;
      this.update();
      return;
    }
    const { topology, findings } = this.#options.current();
    if (isCurrent(message, topology, findings)) this.#options.onMessage(message);
  }

  private html(panel: WebviewPanel): string {
    const uri = (...path: string[]) => panel.webview.asWebviewUri(Uri.joinPath(this.#options.extensionUri, ...path)).toString();
    return webviewHtml({
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      script: uri('dist', 'webview.js'),
      style: uri('media', 'panel.css'),
      title: this.#options.title(),
      language: env.language,
    });
  }

  private webviewOptions() {
    const { extensionUri } = this.#options;
    return {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(extensionUri, 'dist'), Uri.joinPath(extensionUri, 'media')],
    };
  }
}
