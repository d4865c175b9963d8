/** Messages between the extension host and the panel. The host posts whole states; the panel posts intentions from a closed union. */
import type { Finding } from './findings/finding.ts';
import type { Topology } from './model/topology.ts';
import type { Observation } from './predictions/observation.ts';
import type { PathObservation, PathQuestion } from './predictions/path.ts';
import type { SeenAnswers } from './predictions/seenAnswers.ts';

export type Tab = 'map' | 'dns' | 'overlay' | 'path';
export const tabs: readonly Tab[] = ['map', 'dns', 'overlay', 'path'];

/** Everything that the panel shows. */
export interface ShowMessage {
  readonly type: 'show';
  readonly topology: Topology;
  readonly findings: readonly Finding[];
  /** Ids of the findings that the user does not want to be told of. */
  readonly silenced: readonly string[];
  /** The newest look-ups in full, the last one last. */
  readonly observations: readonly Observation[];
  /** What all look-ups saw, in short, for the matrix. */
  readonly seen: SeenAnswers;
  /** Of the look-ups that were asked together and are not all done. */
  readonly progress?: { readonly done: number; readonly total: number };
  /** Look-ups under way. */
  readonly asking: readonly { readonly sandbox: string; readonly name: string }[];
  /** Connects that were tried, the newest last. */
  readonly paths: readonly PathObservation[];
  /** Whether a connect is under way. */
  readonly trying: boolean;
  /** Localized templates by word code. */
  readonly words: Readonly<Record<string, string>>;
  /** BCP 47, for `lang` and dates. */
  readonly language: string;
  /** What the host wants shown; applied once per serial, so that a reload keeps what the user chose since. */
  readonly request?: PanelRequest & { readonly serial: number };
}

export interface PanelRequest {
  readonly tab: Tab;
  /** Id of a network or sandbox. */
  readonly focus?: string;
  /** The path to explain. */
  readonly path?: PathQuestion;
  /** Sandboxes to compare in the DNS matrix. */
  readonly among?: readonly string[];
}

/** Megabytes on a large engine, and mostly the same as before. */
type Heavy = Pick<ShowMessage, 'topology' | 'findings' | 'words'>;
const heavy: readonly (keyof Heavy)[] = ['topology', 'findings', 'words'];

/**
 * The one message of the host: the whole state. Of its heavy parts those that are not the very values of the last message, as JSON in
 * bytes: VS Code copies a message several times on its way, and bytes in no time.
 */
export type HostMessage = Omit<ShowMessage, keyof Heavy> & { readonly parts: Uint8Array };

/** What to post after `sent`; everything where nothing was. */
export function packed(message: ShowMessage, sent: ShowMessage | undefined): HostMessage {
  const { topology, findings, words, ...light } = message;
  const all: Heavy = { topology, findings, words };
  const news = Object.fromEntries(heavy.flatMap((key) => (sent?.[key] === all[key] ? [] : [[key, all[key]]])));
  return { ...light, parts: new TextEncoder().encode(JSON.stringify(news)) };
}

/** The whole state again; undefined where a part is missing that never came. What did not come anew stays the same value. */
export function unpacked({ parts, ...light }: HostMessage, last: ShowMessage | undefined): ShowMessage | undefined {
  const news = JSON.parse(new TextDecoder().decode(parts)) as Partial<Heavy>;
  const { topology = last?.topology, findings = last?.findings, words = last?.words } = news;
  return topology && findings && words && { ...light, topology, findings, words };
}

/** What the panel may ask for. Ids are looked up in the current Topology or ignored. */
export type PanelMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly id: string }
  | { readonly type: 'refresh' }
  | { readonly type: 'checkName'; readonly sandbox: string; readonly name: string }
  | { readonly type: 'cancelCheck' }
  /** Looks for the host's ends of all wires. */
  | { readonly type: 'readWires' }
  | { readonly type: 'fix'; readonly finding: string }
  | { readonly type: 'copyCommand'; readonly finding: string }
  /** Without a network it is asked for. */
  | { readonly type: 'attach'; readonly sandbox: string; readonly network?: string }
  /** A network that takes a container, which is asked for; an endpoint that goes, after a question. */
  | { readonly type: 'attachTo'; readonly network: string }
  | { readonly type: 'detach'; readonly endpoint: string }
  /** A sandbox or endpoint: where the packet leaves; where it should arrive is asked for. */
  | { readonly type: 'explainFrom'; readonly id: string }
  /** A sandbox or service that publishes a port; of several it is asked for. */
  | { readonly type: 'tracePort'; readonly publisher: string }
  | { readonly type: 'copyAttach'; readonly sandbox: string; readonly network: string }
  /** Each of the names in each of the sandboxes. */
  | ({ readonly type: 'observe' } & Questions)
  /** Shows the answer in full that is only known in short. */
  | { readonly type: 'look'; readonly sandbox: string; readonly name: string; readonly record: RecordKind }
  | ({ readonly type: 'exportNames'; readonly to: NamesTarget } & Questions)
  /** The command line of a look-up. */
  | { readonly type: 'copyLookup'; readonly sandbox: string; readonly name: string }
  | { readonly type: 'copyOverlay'; readonly network: string }
  | { readonly type: 'exportOverlay'; readonly network: string }
  | { readonly type: 'tryPath'; readonly path: PathQuestion }
  | { readonly type: 'copyPath'; readonly path: PathQuestion; readonly as: PathCopy }
  /** Of one network alone, or of all. */
  | { readonly type: 'copyMap'; readonly network?: string }
  | { readonly type: 'exportMap'; readonly network?: string };

/** The report, or the command lines alone. */
export type PathCopy = 'markdown' | 'command';
export const pathCopies: readonly PathCopy[] = ['markdown', 'command'];

export type RecordKind = 'A' | 'AAAA';
export const recordKinds: readonly RecordKind[] = ['A', 'AAAA'];

/** Where a table of names goes: onto the clipboard, or into a file that is asked for. */
export type NamesTarget = 'markdown' | 'csv' | 'file';
export const namesTargets: readonly NamesTarget[] = ['markdown', 'csv', 'file'];

export interface Questions {
  readonly sandboxes: readonly string[];
  readonly names: readonly string[];
  readonly record: RecordKind;
}
