/** Messages between the extension host and the panel. The host posts whole states; the panel posts intentions from a closed union. */
import type { Finding } from './findings/finding.ts';
import type { Topology } from './model/topology.ts';
import type { Observation } from './predictions/observation.ts';

export type Tab = 'map' | 'dns' | 'overlay' | 'path';
export const tabs: readonly Tab[] = ['map', 'dns', 'overlay', 'path'];

/** The one message of the host: everything that the panel shows. */
export interface ShowMessage {
  readonly type: 'show';
  readonly topology: Topology;
  readonly findings: readonly Finding[];
  readonly observations: readonly Observation[];
  /** Look-ups under way. */
  readonly asking: readonly { readonly sandbox: string; readonly name: string }[];
  /** Localized templates by word code. */
  readonly words: Readonly<Record<string, string>>;
  /** BCP 47, for `lang` and dates. */
  readonly language: string;
  /** What the host wants shown; applied once per serial, so that a reload keeps what the user chose since. */
  readonly request?: { readonly serial: number; readonly tab: Tab; readonly focus?: string };
}

export type HostMessage = ShowMessage;

/** What the panel may ask for. Ids are looked up in the current Topology or ignored. */
export type PanelMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly id: string }
  | { readonly type: 'refresh' }
  | { readonly type: 'checkName'; readonly sandbox: string; readonly name: string }
  | { readonly type: 'cancelCheck' }
  | { readonly type: 'fix'; readonly finding: string }
  | { readonly type: 'copyCommand'; readonly finding: string }
  | { readonly type: 'attach'; readonly sandbox: string }
  /** The command line of a look-up. */
  | { readonly type: 'copyLookup'; readonly sandbox: string; readonly name: string }
  | { readonly type: 'copyMap' }
  | { readonly type: 'exportMap' };
