import { answerWords } from './answers.ts';
import { diagramWords } from './diagrams.ts';
import { findingWords } from './findings.ts';
import { impactWords, refusalWords } from './impacts.ts';
import { overlayWords } from './overlay.ts';
import { panelWords } from './panel.ts';
import { pathWords } from './paths.ts';

/** What is said by the panel, the findings and the commands: loaded with these. */
export function laterWords(): Readonly<Record<string, string>> {
  return {
    ...answerWords(),
    ...diagramWords(),
    ...findingWords(),
    ...impactWords(),
    ...overlayWords(),
    ...panelWords(),
    ...pathWords(),
    ...refusalWords(),
  };
}
