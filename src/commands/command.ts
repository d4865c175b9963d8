/** What every command gets, how it is registered, and the one path that its failures take. */
import { commands, Disposable, type LogOutputChannel, l10n, type Uri, window, workspace } from 'vscode';
import type { ActivityLog } from '../activityLog.ts';
import type { Consent } from '../consent.ts';
import type { ContextEnvironment } from '../engine/contextFiles.ts';
import type { EngineClient } from '../engine/engine.ts';
import { EngineError, type EngineErrorReason } from '../engine/engineError.ts';
import type { Finding } from '../findings/finding.ts';
import type { LadderParts } from '../kernelLadder.ts';
import type { EngineId, Topology } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import type { Observations } from '../observations.ts';
import type { TopologyPanel } from '../panels/topologyPanel.ts';
import type { HelperContainers } from '../probes/helperContainer.ts';
import type { ProbeMeans } from '../probes/sandboxProbe.ts';
import type { Silences } from '../silences.ts';
import type { TopologyStore } from '../topologyStore.ts';
import type { UnfinishedChanges } from '../unfinished.ts';
import { inertText } from '../views/plainText.ts';
import type { TreeRow } from '../views/treeNode.ts';
import { say } from '../words.ts';

export interface Services {
  readonly store: TopologyStore;
  readonly panel: TopologyPanel;
  readonly observations: Observations;
  /** How the kernel is looked at beyond what anyone may read. */
  readonly ladder: LadderParts;
  /** What was changed, and how to take it back. */
  readonly activities: ActivityLog;
  /** Changes that are under way, here and in other windows, and those that a window left in the middle. */
  readonly unfinished: UnfinishedChanges;
  readonly log: LogOutputChannel;
  /** Whether helper containers may be made; `askConsent` asks. */
  readonly consent: Consent;
  readonly helpers: HelperContainers;
  /** Where Docker contexts are read from. */
  readonly environment: ContextEnvironment;
  /** What the rules find in the current Topology. */
  readonly findings: () => readonly Finding[];
  /** The same of any Topology, with what was seen until now. */
  readonly judge: (topology: Topology) => readonly Finding[];
  readonly silences: Silences;
  /** Folder of the pages that tell more of each finding. */
  readonly pages: Uri;
  /** What pseudonyms in reports are made with: the same on this machine, unknown elsewhere. */
  readonly salt: () => Promise<string>;
  /** The selected rows of the view that was used last. */
  readonly selection: () => readonly TreeRow[];
  /** Shows the row of a Topology id in its view. */
  readonly reveal: (id: string) => Promise<void>;
  /** Reads settings and contexts again and connects. */
  readonly connect: () => Promise<void>;
  readonly openSample: () => Promise<void>;
}

/** Arguments are tree rows or Topology ids; a command that gets none asks. */
export type Command = (services: Services, ...args: readonly unknown[]) => Promise<void>;

/** What is loaded when a command runs first. */
export interface CommandTable {
  readonly registry: Readonly<Record<string, Command>>;
  /** Ids of those that change something: refused where the workspace is not trusted. */
  readonly changing: ReadonlySet<string>;
}

/** Registers the commands that the manifest contributes; the table has one for each. */
export function registerCommands(
  services: Services,
  contributed: readonly { readonly command: string }[],
  load: () => Promise<CommandTable>,
): Disposable {
  const run = async (id: string, args: readonly unknown[]): Promise<void> => {
    try {
      services.log.debug(`command ${id}`);
      const { registry, changing } = await load();
      if (changing.has(id) && !workspace.isTrusted) return void tellDistrust();
      await registry[id]?.(services, ...args);
    } catch (error) {
      // whoever called the command need not wait until its message is closed
      void tellFailure(services, error, () => run(id, args));
    }
  };
  return Disposable.from(
    ...contributed.map(({ command: id }) => commands.registerCommand(id, (...args: unknown[]) => run(id, args))),
  );
}

async function tellDistrust(): Promise<void> {
  const title = l10n.t('Manage Workspace Trust');
  const said = l10n.t('Networks are not changed from a workspace that is not trusted.');
  if ((await window.showWarningMessage(said, title)) === title) await commands.executeCommand('workbench.trust.manage');
}

/** What goes on after the command has ended, such as an offered Undo: its failure takes the same path. */
export function afterwards(services: Services, task: () => Promise<void>): void {
  task().catch((error) => tellFailure(services, error, async () => afterwards(services, task)));
}

/** The Topology id that an argument stands for. */
export function idOf(arg: unknown): string | undefined {
  if (typeof arg === 'string' && arg !== '') return arg;
  if (typeof arg !== 'object' || arg === null || !('subject' in arg)) return undefined;
  return typeof arg.subject === 'string' ? arg.subject : undefined;
}

/** What a key binding passes: the command acts on the selected row. */
export const fromSelection = 'selection';

/** The ids that a command was called with; those of the selected rows when a key called it. */
export function idsOf(services: Services, args: readonly unknown[]): readonly string[] {
  const [first, several] = args;
  if (first === fromSelection) return services.selection().flatMap((row) => idOf(row) ?? []);
  const rows = Array.isArray(several) && several.length > 1 ? several : [first];
  return [...new Set(rows.flatMap((row) => idOf(row) ?? []))];
}

/** The engine to act on; fails in words where there is none (the sample, or an engine that is gone). */
export function clientOf(services: Services, engine: EngineId | undefined): EngineClient {
  const client = engine === undefined ? undefined : services.store.client(engine);
  if (client) return client;
  throw services.store.isSample
    ? new EngineError('not-allowed', l10n.t('This is a sample. There is no Docker Engine behind it.'))
    : new EngineError('unreachable', engine ?? '');
}

/** What probes may use on an engine now. */
export function meansOf({ consent, helpers }: Services, engine: EngineId): ProbeMeans {
  return { helpers: { containers: helpers, permit: consent.permit(engine) } };
}

/** A refusal that is known before the engine is asked: said, nothing done. */
export function tellRefusal(refusal: Word): void {
  void window.showWarningMessage(sayPlain(refusal));
}

/** A localized sentence whose arguments can't be read as icons or links by messages and pick lists. */
export function sayPlain(sentence: Word): string {
  return say(word(sentence.code, ...sentence.args.map((arg) => inertText(arg))));
}

type Remedy = 'retry' | 'refresh' | 'context' | 'sample' | 'log';

const remedies: Partial<Record<EngineErrorReason, readonly Remedy[]>> = {
  unreachable: ['retry', 'context', 'sample'],
  forbidden: ['retry', 'context'],
  'api-too-old': ['context'],
  'context-invalid': ['context'],
  'not-found': ['refresh'],
  'already-attached': ['refresh'],
  'not-attached': ['refresh'],
  'timed-out': ['retry', 'log'],
  malformed: ['context', 'log'],
  failed: ['retry', 'log'],
};

async function tellFailure(services: Services, error: unknown, again: () => Promise<void>): Promise<void> {
  const failure = error instanceof EngineError ? error : new EngineError('failed', String(error));
  if (failure.reason === 'cancelled') return;
  services.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const offered = (remedies[failure.reason] ?? []).map((remedy) => ({ remedy, title: titleOf(remedy) }));
  const chosen = await window.showErrorMessage(failureText(failure), ...offered);
  if (!chosen) return;
  switch (chosen.remedy) {
    case 'retry':
      services.store.retry();
      return again();
    case 'refresh':
      return services.store.refresh();
    case 'context':
      return void (await commands.executeCommand('dockerNetworks.chooseContext'));
    case 'sample':
      return services.openSample();
    case 'log':
      return services.log.show();
    default:
      return chosen.remedy satisfies never;
  }
}

/** What went wrong and what helps, as sentences: the engine's own words come without a full stop. */
export function failureText(error: EngineError): string {
  const said = sayPlain(errorWord(error));
  return `${/[.!?…]$/.test(said) ? said : `${said}.`} ${say(word(`remedy.${error.reason}`))}`;
}

/** What went wrong, as a word. */
export function errorWord(error: EngineError): Word<`error.${EngineErrorReason}`> {
  return word(`error.${error.reason}`, error.message.slice(0, 500));
}

function titleOf(remedy: Remedy): string {
  switch (remedy) {
    case 'retry':
      return l10n.t('Try Again');
    case 'refresh':
      return l10n.t('Refresh');
    case 'context':
      return l10n.t('Choose a Context…');
    case 'sample':
      return l10n.t('Open the Sample');
    case 'log':
      return l10n.t('Show the Log');
    default:
      return remedy satisfies never;
  }
}
