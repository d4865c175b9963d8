import { groupFindings, groupNetworks, sortNetworks, toggleBuiltIns } from './arrange.ts';
import { attachContainer } from './attachContainer.ts';
import { attachToNetwork } from './attachToNetwork.ts';
import { checkDnsResolution } from './checkDnsResolution.ts';
import { checkSwarmPorts } from './checkSwarmPorts.ts';
import { chooseContext } from './chooseContext.ts';
import type { Command } from './command.ts';
import { closeSample, openSample, refresh, retry } from './connection.ts';
import { copyAddress, copyId, copyName } from './copy.ts';
import { copyFixCommand } from './copyFixCommand.ts';
import { createNetwork, duplicateNetwork } from './createNetwork.ts';
import { detachEndpoint } from './detachEndpoint.ts';
import { explainFinding } from './explainFinding.ts';
import { explainReachability } from './explainReachability.ts';
import { fixFinding } from './fixFinding.ts';
import { forceDetach } from './forceDetach.ts';
import { allowHelperContainers, revokeHelperConsent } from './helperConsent.ts';
import { inspect } from './inspect.ts';
import { copyMap, exportMap, openHostMap, openOverlay, showInMap } from './map.ts';
import { mendContainer } from './mendContainer.ts';
import { openDnsMatrix } from './openDnsMatrix.ts';
import { pruneNetworks } from './pruneNetworks.ts';
import { readWires } from './readWires.ts';
import { recreateNetwork } from './recreateNetwork.ts';
import { removeNetwork } from './removeNetwork.ts';
import { reportFindings } from './reportFindings.ts';
import { runDiagnostics } from './runDiagnostics.ts';
import { showActivityLog } from './showActivityLog.ts';
import { bringBackFinding, manageSilences, silenceFinding } from './silence.ts';
import { tracePublishedPort } from './tracePublishedPort.ts';

/** Every command of the extension. `package.json` contributes the same; a test compares the two. */
export const registry: Readonly<Record<string, Command>> = {
  'dockerNetworks.refresh': refresh,
  'dockerNetworks.attachContainer': attachContainer,
  'dockerNetworks.attachToNetwork': attachToNetwork,
  'dockerNetworks.detachEndpoint': detachEndpoint,
  'dockerNetworks.createNetwork': createNetwork,
  'dockerNetworks.duplicateNetwork': duplicateNetwork,
  'dockerNetworks.recreateNetwork': recreateNetwork,
  'dockerNetworks.removeNetwork': removeNetwork,
  'dockerNetworks.pruneNetworks': pruneNetworks,
  'dockerNetworks.forceDetach': forceDetach,
  'dockerNetworks.mendContainer': mendContainer,
  'dockerNetworks.showActivityLog': showActivityLog,
  'dockerNetworks.inspect': inspect,
  'dockerNetworks.copyId': copyId,
  'dockerNetworks.copyName': copyName,
  'dockerNetworks.copyAddress': copyAddress,
  'dockerNetworks.groupNetworks': groupNetworks,
  'dockerNetworks.sortNetworks': sortNetworks,
  'dockerNetworks.toggleBuiltIns': toggleBuiltIns,
  'dockerNetworks.chooseContext': chooseContext,
  'dockerNetworks.openSample': openSample,
  'dockerNetworks.closeSample': closeSample,
  'dockerNetworks.retry': retry,
  'dockerNetworks.openHostMap': openHostMap,
  'dockerNetworks.showInMap': showInMap,
  'dockerNetworks.readWires': readWires,
  'dockerNetworks.checkDnsResolution': checkDnsResolution,
  'dockerNetworks.explainReachability': explainReachability,
  'dockerNetworks.tracePublishedPort': tracePublishedPort,
  'dockerNetworks.allowHelperContainers': allowHelperContainers,
  'dockerNetworks.revokeHelperConsent': revokeHelperConsent,
  'dockerNetworks.openDnsMatrix': openDnsMatrix,
  'dockerNetworks.checkSwarmPorts': checkSwarmPorts,
  'dockerNetworks.openOverlay': openOverlay,
  'dockerNetworks.runDiagnostics': runDiagnostics,
  'dockerNetworks.fixFinding': fixFinding,
  'dockerNetworks.copyFixCommand': copyFixCommand,
  'dockerNetworks.explainFinding': explainFinding,
  'dockerNetworks.silenceFinding': silenceFinding,
  'dockerNetworks.bringBackFinding': bringBackFinding,
  'dockerNetworks.manageSilences': manageSilences,
  'dockerNetworks.groupFindings': groupFindings,
  'dockerNetworks.reportFindings': reportFindings,
  'dockerNetworks.copyMap': copyMap,
  'dockerNetworks.exportMap': exportMap,
};

/** Those that change networks. */
export const changing: ReadonlySet<string> = new Set([
  'dockerNetworks.attachContainer',
  'dockerNetworks.attachToNetwork',
  'dockerNetworks.detachEndpoint',
  'dockerNetworks.createNetwork',
  'dockerNetworks.duplicateNetwork',
  'dockerNetworks.recreateNetwork',
  'dockerNetworks.removeNetwork',
  'dockerNetworks.pruneNetworks',
  'dockerNetworks.forceDetach',
  'dockerNetworks.mendContainer',
  'dockerNetworks.showActivityLog',
  'dockerNetworks.fixFinding',
]);
