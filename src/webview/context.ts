import type { Label } from '../diagrams/diagram.ts';
import type { PanelWord } from '../diagrams/panelWord.ts';
import type { Word } from '../model/word.ts';
import type { PanelMessage, ShowMessage } from '../protocol.ts';
import type { UiState } from './uiState.ts';

/** What every view of the panel is given: the last state of the host, the user's choices, and the ways to change either. */
export interface Context {
  readonly show: ShowMessage;
  readonly ui: UiState;
  /** Changes the choices and draws again. */
  readonly choose: (change: Partial<UiState>) => void;
  /** Keeps a choice that is on the screen already. */
  readonly keep: (change: Partial<UiState>) => void;
  readonly post: (message: PanelMessage) => void;
  readonly say: (label: Label | Word) => string;
  /** A word of the panel by its code. */
  readonly t: (code: PanelWord, ...args: readonly (string | number)[]) => string;
}
