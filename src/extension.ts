/** Composition root: constructs the parts and hands them to each other. */
import { homedir, hostname } from 'node:os';
import process from 'node:process';
import { commands, Disposable, EventEmitter, type ExtensionContext, l10n, Uri, window, workspace } from 'vscode';
import { ActivityLog } from './activityLog.ts';
import type { DockerNetworksApi } from './api.ts';
import { meansOf, registerCommands, type Services } from './commands/command.ts';
import { Consent, type HelperMode } from './consent.ts';
import type { LaterApi } from './createApi.ts';
import type { ContextEnvironment } from './engine/contextFiles.ts';
import { chosenContexts } from './engine/contexts.ts';
import { openEngine } from './engine/dockerodeEngine.ts';
import { watchContexts } from './engine/watchContexts.ts';
import { FileStorage } from './fileStorage.ts';
import type { Finding } from './findings/finding.ts';
import type { LadderParts } from './kernelLadder.ts';
import type { LaterParts } from './laterParts.ts';
import { parseSample } from './model/sample.ts';
import type { Topology } from './model/topology.ts';
import { Observations } from './observations.ts';
import { TopologyPanel } from './panels/topologyPanel.ts';
import { HelperContainers } from './probes/helperContainer.ts';
import { Silences } from './silences.ts';
import { TopologyStore } from './topologyStore.ts';
import { UnfinishedChanges } from './unfinished.ts';
import { NetworkViews } from './views/networkViews.ts';
import { readRuleSettings } from './views/readRuleSettings.ts';
import { addWords, words } from './words.ts';

/** Helper containers do not outlive the window that made them. */
const helpers = new HelperContainers();

export function deactivate(): Promise<void> {
  return helpers.end();
}

/** From so many endpoints on the rows go out before the findings are looked for, which takes some tenths of a second. */
const rowsFirst = 2_000;

/** Look-ups that the panel shows in every detail; of the others it gets what a matrix shows. */
const shownInFull = 40;

export async function activate(context: ExtensionContext): Promise<DockerNetworksApi> {
  const log = window.createOutputChannel(l10n.t('Docker Networks'), { log: true });
  const store = new TopologyStore({
    openEngine,
    readKernel: async (topology, engine) => {
      const { readKernel, thisKernel } = await load();
      return readKernel(topology, engine, thisKernel);
    },
  });
  const observations = new Observations();
  const changed = new EventEmitter<Topology>();

  let later: LaterParts | undefined;
  let loading: Promise<LaterParts> | undefined;
  const load = () => {
    loading ??= import('./laterParts.ts').then(({ laterParts }) => {
      later = laterParts;
      addWords(laterParts.laterWords());
      context.subscriptions.push(laterParts.diagnoseOnChange(services), laterParts.offerTakeBack(services));
      redraw();
      return laterParts;
    });
    return loading;
  };
  const loadSoon = () => void load().catch((error) => log.error(`loading the rest of the extension: ${error}`));

  let findings: readonly Finding[] = [];
  const judge = (topology: Topology) =>
    later?.findAll({
      topology,
      observations: observations.list(),
      ports: observations.ports(),
      paths: observations.paths(),
      settings: readRuleSettings(),
    }) ?? [];
  const find = () => {
    findings = judge(store.topology);
  };

  const panel = new TopologyPanel({
    extensionUri: context.extensionUri,
    title: () => l10n.t('Docker Networks'),
    current: () => ({ topology: store.topology, findings }),
    state: () => {
      if (!later) return loadSoon();
      const progress = observations.progress();
      return {
        topology: store.topology,
        findings,
        silenced: [...silences.silent(findings)],
        observations: observations.newest(shownInFull),
        seen: later.seenAnswers(store.topology, observations.list()),
        ...(progress === undefined ? {} : { progress }),
        asking: observations.asking(),
        paths: observations.paths(),
        trying: observations.trying(),
        words: words(),
      };
    },
    onMessage: (message) => later?.handlePanelMessage(services, message),
    onVisible: () => follow(),
  });
  const silences = new Silences({ workspace: context.workspaceState, user: context.globalState });
  const views = new NetworkViews({
    store,
    findings: () => findings,
    silent: (all) => silences.silent(all),
    onVisible: () => follow(),
  });
  let listeners = 0;
  const follow = () => {
    store.setVisible(views.visible || panel.visible || listeners > 0);
    store.setDetailed(panel.visible);
  };
  /** Whoever listens from another extension counts as somebody who looks. */
  const onDidChangeTopology: DockerNetworksApi['onDidChangeTopology'] = (listener, thisArg, disposables) => {
    const listening = changed.event(listener, thisArg);
    listeners += 1;
    follow();
    const end = new Disposable(() => {
      listening.dispose();
      listeners -= 1;
      follow();
    });
    disposables?.push(end);
    return end;
  };

  const consent = new Consent({
    storage: context.globalState,
    machine: hostname(),
    mode: () => workspace.getConfiguration('dockerNetworks').get<HelperMode>('helperContainers') ?? 'ask',
    image: () => workspace.getConfiguration('dockerNetworks').get<string>('helperImage')?.trim() ?? '',
  });
  const ladder: LadderParts = { store, helpers, permit: (engine) => consent.permit(engine) };
  const endUnwanted = () => {
    for (const { id } of store.topology.engines) if (!consent.permit(id)) void helpers.end(id);
  };
  const swept = new Set<string>();
  /** What a window that crashed has left behind. */
  const sweep = (topology: Topology) => {
    for (const { id, state } of topology.engines) {
      const client = state === 'ready' && !swept.has(id) ? store.client(id) : undefined;
      if (!client) continue;
      swept.add(id);
      load()
        .then(({ sweepHelpers }) => sweepHelpers(client))
        .then(
          (left) => left.length > 0 && log.info(`removed helper containers that were left behind: ${left.join(', ')}`),
          (error) => log.warn(`looking for helper containers that were left behind: ${error}`),
        );
    }
  };

  const environment: ContextEnvironment = { variables: process.env, home: homedir(), platform: process.platform };
  const connect = async () => {
    const names = workspace.getConfiguration('dockerNetworks').get<readonly string[]>('contexts') ?? [];
    store.connect(await chosenContexts(environment, names));
  };
  const openSample = async () => {
    const file = await workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'dist', 'sample.json'));
    store.showSample(parseSample(JSON.parse(new TextDecoder().decode(file))));
  };
  const services: Services = {
    store,
    panel,
    observations,
    ladder,
    activities: new ActivityLog(),
    unfinished: new UnfinishedChanges({
      storage: new FileStorage(Uri.joinPath(context.globalStorageUri, 'unfinished').fsPath),
      machine: hostname(),
    }),
    log,
    consent,
    helpers,
    environment,
    findings: () => findings,
    judge,
    silences,
    pages: Uri.joinPath(context.extensionUri, 'docs', 'findings'),
    salt: async () => (await load()).saltOf(context.globalState),
    selection: () => views.selection(),
    reveal: (id) => views.reveal(id),
    connect,
    openSample,
  };

  let judging: NodeJS.Timeout | undefined;
  const judgeAndShow = () => {
    clearTimeout(judging);
    judging = undefined;
    find();
    views.update();
    panel.update();
  };
  const redraw = () => {
    if (store.topology.endpoints.length < rowsFirst) {
      judgeAndShow();
      return;
    }
    views.update();
    panel.update();
    judging ??= setTimeout(judgeAndShow, 300);
  };
  const reconnect = () => void (store.isSample ? undefined : connect().catch((error) => log.error(String(error))));
  context.subscriptions.push(
    log,
    store,
    observations,
    changed,
    panel,
    views,
    new Disposable(() => clearTimeout(judging)),
    store.onDidChange((topology) => {
      redraw();
      changed.fire(topology);
      sweep(topology);
      // the rows go out first
      if (!loading) setImmediate(loadSoon);
    }),
    consent.onDidChange(endUnwanted),
    silences.onDidChange(() => {
      views.update();
      panel.update();
    }),
    registerCommands(services, context.extension.packageJSON.contributes.commands, load),
    observations.onDidChange(() => {
      const before = JSON.stringify(findings);
      find();
      // Look-ups change no row, and there may be four tellings a second.
      if (JSON.stringify(findings) !== before) views.update();
      panel.update();
    }),
    window.registerWebviewPanelSerializer(TopologyPanel.viewType, panel),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('dockerNetworks')) redraw();
      if (event.affectsConfiguration('dockerNetworks.contexts')) void connect();
      if (event.affectsConfiguration('dockerNetworks.helperContainers')) consent.settingsChanged();
    }),
    watchContexts(environment, reconnect),
  );

  await connect();
  follow();
  if (process.env.DOCKER_NETWORKS_SAMPLE === '1') await openSampleWithoutEngine(store, openSample);
  let api: LaterApi | undefined;
  const whole = async () => {
    const { createApi } = await load();
    api ??= createApi({
      store,
      observations,
      judge,
      silent: (all) => silences.silent(all),
      means: (engine) => meansOf(services, engine),
      ladder,
    });
    return api;
  };
  return {
    apiVersion: 1,
    onDidChangeTopology,
    topology: () => store.readFull(),
    findings: async () => (await whole()).findings(),
    wire: async (endpoint) => (await whole()).wire(endpoint),
    resolveName: async (question) => (await whole()).resolveName(question),
    explainPath: async (question) => (await whole()).explainPath(question),
  };
}

/** `npm start` without an engine begins with the sample. */
async function openSampleWithoutEngine(store: TopologyStore, openSample: () => Promise<void>): Promise<void> {
  await store.refresh();
  if (store.topology.engines.some(({ state }) => state === 'ready')) return;
  await openSample();
  await commands.executeCommand('dockerNetworks.networks.focus');
}
