import { commands, type Disposable, env, type Uri, window, workspace } from 'vscode';
import type { Finding } from '../findings/finding.ts';
import { word } from '../model/word.ts';
import type { TopologyStore } from '../topologyStore.ts';
import { say } from '../words.ts';
import { decorated } from './decorated.ts';
import { dragSandboxes } from './dragSandboxes.ts';
import { badgeCount, findingNodes } from './findingNodes.ts';
import { InspectDocuments, inspectScheme } from './inspectDocument.ts';
import { networkNodes } from './networkNodes.ts';
import { readFindingGrouping, readTreeOptions } from './readTreeOptions.ts';
import { sandboxNodes } from './sandboxNodes.ts';
import { TopologyView } from './topologyView.ts';
import type { TreeRow } from './treeNode.ts';
import { type ViewState, viewMessage, viewRemark, viewState } from './viewState.ts';

export interface NetworkViewsParts {
  readonly store: TopologyStore;
  readonly findings: () => readonly Finding[];
  /** Ids of the findings that are silenced. */
  readonly silent: (findings: readonly Finding[]) => ReadonlySet<string>;
  readonly onVisible: (visible: boolean) => void;
}

/** The three views and the inspect documents, kept up to date from one Topology. */
export class NetworkViews implements Disposable {
  readonly networks: TopologyView;
  readonly sandboxes: TopologyView;
  readonly findings: TopologyView;
  readonly #parts: NetworkViewsParts;
  readonly #documents: InspectDocuments;
  readonly #disposables: Disposable[];
  #used: TopologyView;
  #state: ViewState | undefined;

  constructor(parts: NetworkViewsParts) {
    const { store, findings, silent } = parts;
    const audible = () => {
      const quiet = silent(findings());
      return findings().filter(({ id }) => !quiet.has(id));
    };
    this.#parts = parts;
    const view = (id: string, nodes: () => ReturnType<typeof sandboxNodes>, dragging?: ReturnType<typeof dragSandboxes>) =>
      new TopologyView({ id, store, findings, nodes, ...(dragging ? { dragging } : {}) });
    const dragging = (takes: boolean) => dragSandboxes(() => store.topology, takes);
    this.networks = view(
      'dockerNetworks.networks',
      () => decorated(networkNodes(store.topology, readTreeOptions()), audible()),
      dragging(true),
    );
    this.sandboxes = view('dockerNetworks.sandboxes', () => decorated(sandboxNodes(store.topology), audible()), dragging(false));
    this.findings = view('dockerNetworks.findings', () =>
      findingNodes(findings(), { groupBy: readFindingGrouping(), silent: silent(findings()), topology: store.topology }),
    );
    this.#used = this.networks;
    this.#documents = new InspectDocuments(store);
    this.#disposables = [
      ...this.#all,
      this.#documents,
      workspace.registerTextDocumentContentProvider(inspectScheme, this.#documents),
      ...this.#all.flatMap((one) => [
        one.tree.onDidChangeVisibility(() => parts.onVisible(this.visible)),
        one.tree.onDidChangeSelection(({ selection }) => {
          this.#used = one;
          const kinds = new Set(selection.map(({ kind }) => kind));
          // key bindings act on rows of one kind
          void commands.executeCommand('setContext', 'dockerNetworks.selected', kinds.size === 1 ? [...kinds][0] : '');
        }),
      ]),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('dockerNetworks')) this.update();
      }),
    ];
    this.update();
  }

  get visible(): boolean {
    return this.#all.some(({ tree }) => tree.visible);
  }

  /** The Topology, the findings or a setting has changed. */
  update(): void {
    const { topology } = this.#parts.store;
    for (const view of this.#all) view.update();
    const message = viewMessage(topology, timeForPeople);
    this.networks.tree.message = message ? say(message) : '';
    const silent = this.#parts.silent(this.#parts.findings());
    const count = badgeCount(this.#parts.findings().filter(({ id }) => !silent.has(id)));
    this.findings.tree.badge = count === 0 ? undefined : { value: count, tooltip: say(word('message.badge', count)) };
    const state = viewState(topology);
    for (const { tree } of this.#all) tree.description = say(viewRemark(topology, state));
    this.#setState(state);
    void commands.executeCommand('setContext', 'dockerNetworks.builtInsShown', readTreeOptions().showBuiltIn);
    this.#documents.update(window.visibleTextEditors.map(({ document }): Uri => document.uri));
  }

  /** The rows that a key acts on: those of the view where something was selected last. */
  selection(): readonly TreeRow[] {
    return this.#used.tree.selection;
  }

  /** Shows a Topology id where it has a row. */
  async reveal(id: string): Promise<void> {
    for (const view of this.#all) if (await view.reveal(id)) return;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  get #all(): readonly TopologyView[] {
    return [this.networks, this.sandboxes, this.findings];
  }

  #setState(state: ViewState): void {
    if (state === this.#state) return;
    this.#state = state;
    void commands.executeCommand('setContext', 'dockerNetworks.state', state);
  }
}

function timeForPeople(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleTimeString(env.language);
}
