/**
 * What is not needed for the first rows. The extension loads it right after them, or when something of it is asked for: it is a file of
 * its own then (`esbuild.js`), so that activation reads half as much.
 */
import { diagnoseOnChange } from './commands/diagnoseOnChange.ts';
import { offerTakeBack } from './commands/offerTakeBack.ts';
import { handlePanelMessage } from './commands/panelMessages.ts';
import { changing, registry } from './commands/registry.ts';
import { saltOf } from './commands/reportFindings.ts';
import { createApi } from './createApi.ts';
import { findAll } from './findings/rules.ts';
import { seenAnswers } from './predictions/seenAnswers.ts';
import { thisKernel } from './probes/kernelReader.ts';
import { readKernel } from './probes/readKernel.ts';
import { sweepHelpers } from './probes/sweepHelpers.ts';
import { laterWords } from './words/laterWords.ts';

export const laterParts = {
  changing,
  createApi,
  diagnoseOnChange,
  offerTakeBack,
  findAll,
  handlePanelMessage,
  laterWords,
  readKernel,
  registry,
  saltOf,
  seenAnswers,
  sweepHelpers,
  thisKernel,
};

export type LaterParts = typeof laterParts;
