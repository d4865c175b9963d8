import { commands, env, l10n, window } from 'vscode';
import { attachLine } from '../findings/attachLine.ts';
import { lookupLine } from '../findings/lookupLine.ts';
import { sandboxById } from '../model/lookup.ts';
import { copyOverlayText, exportOverlaySvg } from '../panels/exportMap.ts';
import type { PanelMessage } from '../protocol.ts';
import { say } from '../words.ts';
import { afterwards, type Services } from './command.ts';
import { copyPath } from './copyPath.ts';
import { exportNames } from './exportNames.ts';
import { observeNames } from './observeNames.ts';
import { tryPath } from './tryPath.ts';

/** What the panel asks for goes through the same commands as everything else. Ids were looked up before. */
export function handlePanelMessage(services: Services, message: Exclude<PanelMessage, { type: 'ready' }>): void {
  const run = (command: string, ...args: readonly unknown[]) =>
    void commands.executeCommand(`dockerNetworks.${command}`, ...args);
  switch (message.type) {
    case 'reveal':
      void services.reveal(message.id);
      return;
    case 'refresh':
      run('refresh');
      return;
    case 'checkName':
      run('checkDnsResolution', message.sandbox, message.name);
      return;
    case 'cancelCheck':
      services.observations.cancel();
      return;
    case 'readWires':
      run('readWires');
      return;
    case 'fix':
      run('fixFinding', message.finding);
      return;
    case 'copyCommand':
      run('copyFixCommand', message.finding);
      return;
    case 'attach':
      run('attachToNetwork', message.sandbox, message.network);
      return;
    case 'attachTo':
      run('attachContainer', message.network);
      return;
    case 'detach':
      run('detachEndpoint', message.endpoint);
      return;
    case 'explainFrom':
      run('explainReachability', message.id);
      return;
    case 'tracePort':
      run('tracePublishedPort', message.publisher);
      return;
    case 'copyAttach':
      void copyAttach(services, message.sandbox, message.network);
      return;
    case 'observe':
      afterwards(services, () => observeNames(services, message));
      return;
    case 'look': {
      const sandbox = sandboxById(services.store.topology, message.sandbox);
      if (sandbox) services.observations.look({ sandbox: sandbox.id, name: message.name, type: message.record });
      return;
    }
    case 'exportNames':
      afterwards(services, () => exportNames(services, message.to, message));
      return;
    case 'tryPath':
      afterwards(services, () => tryPath(services, message.path));
      return;
    case 'copyPath':
      afterwards(services, () => copyPath(services, message.path, message.as));
      return;
    case 'copyLookup':
      void copyLookup(services, message.sandbox, message.name);
      return;
    case 'copyOverlay':
      void copyOverlay(services, message.network);
      return;
    case 'exportOverlay':
      void exportOverlaySvg(services.store.topology, say, message.network);
      return;
    case 'copyMap':
      run('copyMap', message.network);
      return;
    case 'exportMap':
      run('exportMap', message.network);
      return;
    default:
      message satisfies never;
  }
}

async function copyAttach({ store }: Services, sandbox: string, network: string): Promise<void> {
  const line = attachLine(store.topology, sandbox, network);
  if (line === undefined) return;
  await env.clipboard.writeText(line);
  window.setStatusBarMessage(l10n.t('Copied: {0}', line), 4000);
}

async function copyLookup({ store }: Services, sandbox: string, name: string): Promise<void> {
  const line = lookupLine(store.topology, { sandbox, name, type: 'A' });
  if (line === undefined) return;
  await env.clipboard.writeText(line);
  window.setStatusBarMessage(l10n.t('Copied: {0}', line), 4000);
}

async function copyOverlay({ store }: Services, network: string): Promise<void> {
  await copyOverlayText(store.topology, say, network);
  window.setStatusBarMessage(l10n.t('The overlay is copied as text'), 3_000);
}
