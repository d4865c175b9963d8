import type { Finding, Rule, RuleInput, Severity } from './finding.ts';
import { ambiguousName } from './rules/ambiguousName.ts';
import { defaultBridgeNames } from './rules/defaultBridgeNames.ts';
import { nameCollision } from './rules/nameCollision.ts';
import { oneWayName } from './rules/oneWayName.ts';
import { overlappingSubnets } from './rules/overlappingSubnets.ts';
import { overlayMtu } from './rules/overlayMtu.ts';
import { overlayPeerMissing } from './rules/overlayPeerMissing.ts';
import { overlayPoolOverlap } from './rules/overlayPoolOverlap.ts';
import { overlayWithoutPool } from './rules/overlayWithoutPool.ts';
import { predictionDiffers } from './rules/predictionDiffers.ts';
import { taskPendingAddress } from './rules/taskPendingAddress.ts';
import { taskUnreachable } from './rules/taskUnreachable.ts';
import { unusedNetwork } from './rules/unusedNetwork.ts';
import { upstreamDnsSilent } from './rules/upstreamDnsSilent.ts';

export const rules: readonly Rule[] = [
  overlappingSubnets,
  predictionDiffers,
  upstreamDnsSilent,
  nameCollision,
  ambiguousName,
  oneWayName,
  defaultBridgeNames,
  unusedNetwork,
  overlayPeerMissing,
  taskUnreachable,
  taskPendingAddress,
  overlayWithoutPool,
  overlayPoolOverlap,
  overlayMtu,
];

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Everything that the rules find, the gravest first, in an order that stays the same. Pure and quick enough for every change. */
export function findAll(input: RuleInput): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const rule of rules) for (const finding of rule.find(input)) found.set(finding.id, finding);
  return [...found.values()].sort((a, b) => order[a.severity] - order[b.severity] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
