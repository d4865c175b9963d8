import type { Finding, Rule, RuleInput, Severity } from './finding.ts';
import { withStableIds } from './makeFinding.ts';
import { ambiguousName } from './rules/ambiguousName.ts';
import { composeExternalMissing } from './rules/composeExternalMissing.ts';
import { composeNetworkOrphaned } from './rules/composeNetworkOrphaned.ts';
import { defaultBridgeNames } from './rules/defaultBridgeNames.ts';
import { duplicateAddress } from './rules/duplicateAddress.ts';
import { duplicateMac } from './rules/duplicateMac.ts';
import { duplicateNetworkName } from './rules/duplicateNetworkName.ts';
import { endpointWithoutSandbox } from './rules/endpointWithoutSandbox.ts';
import { firewallRulesLost } from './rules/firewallRulesLost.ts';
import { gatewayAmbiguous } from './rules/gatewayAmbiguous.ts';
import { hostPortConflict } from './rules/hostPortConflict.ts';
import { ipForwardOff } from './rules/ipForwardOff.ts';
import { ipv6HalfOn } from './rules/ipv6HalfOn.ts';
import { macvlanParentMissing } from './rules/macvlanParentMissing.ts';
import { macvlanRange } from './rules/macvlanRange.ts';
import { mtuAboveParent } from './rules/mtuAboveParent.ts';
import { nameCollision } from './rules/nameCollision.ts';
import { oneWayName } from './rules/oneWayName.ts';
import { overlappingSubnets } from './rules/overlappingSubnets.ts';
import { overlayMtu } from './rules/overlayMtu.ts';
import { overlayPeerMissing } from './rules/overlayPeerMissing.ts';
import { overlayPoolOverlap } from './rules/overlayPoolOverlap.ts';
import { overlayWithoutPool } from './rules/overlayWithoutPool.ts';
import { pathDiffers } from './rules/pathDiffers.ts';
import { poolNearlyFull } from './rules/poolNearlyFull.ts';
import { poolsNearlyUsed } from './rules/poolsNearlyUsed.ts';
import { predictionDiffers } from './rules/predictionDiffers.ts';
import { publishedNothingListens } from './rules/publishedNothingListens.ts';
import { publishedOnInternal } from './rules/publishedOnInternal.ts';
import { publishedToAll } from './rules/publishedToAll.ts';
import { staleNetworkEntry } from './rules/staleNetworkEntry.ts';
import { staticInDynamicRange } from './rules/staticInDynamicRange.ts';
import { subnetShadowsRoute } from './rules/subnetShadowsRoute.ts';
import { swarmPortBlocked } from './rules/swarmPortBlocked.ts';
import { taskPendingAddress } from './rules/taskPendingAddress.ts';
import { taskUnreachable } from './rules/taskUnreachable.ts';
import { unusedNetwork } from './rules/unusedNetwork.ts';
import { upstreamDnsSilent } from './rules/upstreamDnsSilent.ts';

export const rules: readonly Rule[] = [
  overlappingSubnets,
  predictionDiffers,
  pathDiffers,
  upstreamDnsSilent,
  nameCollision,
  ambiguousName,
  oneWayName,
  defaultBridgeNames,
  unusedNetwork,
  overlayPeerMissing,
  swarmPortBlocked,
  taskUnreachable,
  taskPendingAddress,
  overlayWithoutPool,
  overlayPoolOverlap,
  overlayMtu,
  subnetShadowsRoute,
  poolsNearlyUsed,
  poolNearlyFull,
  staticInDynamicRange,
  duplicateAddress,
  duplicateMac,
  endpointWithoutSandbox,
  staleNetworkEntry,
  publishedToAll,
  publishedNothingListens,
  publishedOnInternal,
  hostPortConflict,
  mtuAboveParent,
  ipForwardOff,
  firewallRulesLost,
  ipv6HalfOn,
  gatewayAmbiguous,
  macvlanParentMissing,
  macvlanRange,
  duplicateNetworkName,
  composeNetworkOrphaned,
  composeExternalMissing,
];

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Everything that the rules find, the gravest first, in an order that stays the same. Pure and quick enough for every change. */
export function findAll(input: RuleInput): readonly Finding[] {
  const found = new Map<string, Finding>();
  const all = rules.flatMap((rule) => rule.find(input));
  for (const finding of withStableIds(input.topology, all)) found.set(finding.id, finding);
  return [...found.values()].sort((a, b) => order[a.severity] - order[b.severity] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
