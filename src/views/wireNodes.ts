/** What the kernel showed of an endpoint's wire, as rows and tooltip lines: each fact with where it is from. Pure. */
import type { Fact, Wire } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { TreeWord } from '../words/viewWord.ts';
import { plainText } from './plainText.ts';
import type { Text, TreeNode } from './treeNode.ts';

interface WireFact {
  readonly name: TreeWord;
  /** What is copied. */
  readonly value: string;
  readonly text: Text;
}

/** The facts of a wire, from the sandbox outwards. */
export function wireFacts(wire: Wire | undefined): readonly WireFact[] {
  if (!wire) return [];
  return [
    ...fact('tree.interface', wire.sandboxInterface),
    ...fact('tree.host-interface', wire.hostInterface),
    ...fact('tree.bridge', wire.bridge),
    ...fact('tree.parent', wire.parent),
    ...fact('tree.vni', wire.vni),
    ...fact('tree.overlay-namespace', wire.overlayNamespace),
    ...fact('tree.mtu', wire.mtu),
  ];
}

export function wireNodes(wire: Wire | undefined, parent: string): readonly TreeNode[] {
  const rows = wireFacts(wire).map(
    ({ name, value, text }): TreeNode => ({
      kind: 'detail',
      id: `detail:${parent}:${name}`,
      subject: value,
      label: word(name),
      description: [text],
      flags: ['copyable'],
      spoken: 'spoken.detail',
      children: [],
    }),
  );
  const gaps = (wire?.gaps ?? []).filter(({ code }) => code !== 'not-running');
  return [
    ...rows,
    ...gaps.map(
      (gap, at): TreeNode => ({
        kind: 'gap',
        id: `gap:${parent}:wire:${at}`,
        label: word(`gap.${gap.code}`, plainText(gap.why, 300)),
        description: [],
        icon: { id: 'info' },
        flags: [],
        spoken: 'spoken.gap',
        children: [],
      }),
    ),
  ];
}

function fact(name: TreeWord, told: Fact<string | number> | undefined): readonly WireFact[] {
  if (!told) return [];
  const value = String(told.value);
  const text = word(
    told.source === 'observed' ? 'tree.observed' : 'tree.inferred',
    plainText(value, 100),
    plainText(told.how, 100),
  );
  return [{ name, value, text }];
}
