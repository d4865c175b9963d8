/** Dragging network stacks onto a network: rows of both trees can be taken, rows of the Networks view take them. */
import { commands, type DataTransfer, DataTransferItem, type TreeDragAndDropController } from 'vscode';
import { endpointById, networkById, sandboxOfContainer } from '../model/lookup.ts';
import type { NetworkId, SandboxId, Topology } from '../model/topology.ts';
import type { TreeRow } from './treeNode.ts';

/** Between the views of this extension. */
const mime = 'application/vnd.docker-network-explorer.sandboxes';

/** `takes`: whether rows can be dropped here. The command refuses in words what can't be attached. */
export function dragSandboxes(topology: () => Topology, takes: boolean): TreeDragAndDropController<TreeRow> {
  return {
    dragMimeTypes: [mime],
    dropMimeTypes: takes ? [mime] : [],
    handleDrag: (rows, data) => {
      const ids = rows.flatMap((row) => sandboxOf(topology(), row) ?? []);
      if (ids.length > 0) data.set(mime, new DataTransferItem(JSON.stringify([...new Set(ids)])));
    },
    handleDrop: async (row, data) => {
      const network = row && networkOf(topology(), row);
      const dropped = await idsIn(data);
      if (network !== undefined && dropped.length > 0)
        await commands.executeCommand('dockerNetworks.attachContainer', network, undefined, dropped);
    },
  };
}

/** An endpoint stands for its sandbox, a container for the stack that it is in. */
function sandboxOf(topology: Topology, { kind, subject = '' }: TreeRow): SandboxId | undefined {
  if (kind === 'endpoint') return endpointById(topology, subject)?.sandbox;
  return kind === 'sandbox' || kind === 'container' ? sandboxOfContainer(topology, subject)?.id : undefined;
}

function networkOf(topology: Topology, { kind, subject = '' }: TreeRow): NetworkId | undefined {
  if (kind === 'endpoint') return endpointById(topology, subject)?.network;
  return kind === 'network' ? networkById(topology, subject)?.id : undefined;
}

/** VS Code puts an empty item of our type before the one that was set at the drag. */
async function idsIn(data: DataTransfer): Promise<readonly string[]> {
  const texts: Thenable<string>[] = [];
  for (const [type, item] of data) if (type === mime) texts.push(item.asString());
  return (await Promise.all(texts)).flatMap(parseIds);
}

function parseIds(text: string): readonly string[] {
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
