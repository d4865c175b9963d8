import type { Diagram, Say, Shape } from '../diagrams/diagram.ts';
import { hostMap } from '../diagrams/hostMap.ts';
import { pathOf } from '../diagrams/pathOf.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { Topology } from '../model/topology.ts';

/** Id of the shape that stands for a Topology id (a sharer's container id means its sandbox), also if it is folded now. */
export function shapeOfSubject(topology: Topology, id: string): string | undefined {
  const owner = topology.sandboxes.find((sandbox) => sandbox.containers.some((container) => container.id === id));
  const subject = owner?.id ?? id;
  return hostMap(topology, { focus: subject }).shapes.find((shape) => shape.subject === subject)?.id;
}

/** The path through a shape in words: the names of each lane, from left to right. */
export function pathText(diagram: Diagram, shape: Shape, say: Say): string {
  const path = pathOf(diagram, shape.id);
  const lanes = diagram.lanes.map((_, lane) =>
    diagram.shapes.filter((each) => each.lane === lane && path.shapes.has(each.id)).map((each) => nameOf(each, say)),
  );
  return lanes
    .filter((names) => names.length > 0)
    .map((names) => (names.length > 4 ? `${names.slice(0, 3).join(', ')}, +${names.length - 3}` : names.join(', ')))
    .join(' → ');
}

function nameOf(shape: Shape, say: Say): string {
  const title = plainText(say(shape.title));
  const kernel = shape.kernelName?.name;
  if (shape.kind === 'endpoint') return kernel ? `${kernel} ${title}` : title;
  if (title === '') return kernel ?? plainText(say(shape.lines[0]?.text ?? ''));
  return kernel ? `${title} / ${kernel}` : title;
}

/** The shape that an arrow key leads to: along a wire to the left or right, up and down within the lane. */
export function neighbourOf(diagram: Diagram, places: ReadonlyMap<string, number>, from: Shape, key: string): string | undefined {
  const level = (id: string) => places.get(id) ?? 0;
  const nearest = (ids: readonly string[]) =>
    [...ids].sort((a, b) => Math.abs(level(a) - level(from.id)) - Math.abs(level(b) - level(from.id)))[0];
  const lane = () =>
    diagram.shapes
      .filter((shape) => shape.lane === from.lane)
      .map((shape) => shape.id)
      .sort((a, b) => level(a) - level(b));
  switch (key) {
    case 'ArrowRight':
      return (
        nearest(diagram.wires.filter((wire) => wire.from === from.id).map((wire) => wire.to)) ??
        diagram.shapes.find((shape) => shape.frame === from.id)?.id
      );
    case 'ArrowLeft':
      return nearest(diagram.wires.filter((wire) => wire.to === from.id).map((wire) => wire.from)) ?? from.frame;
    case 'ArrowDown':
      return lane()[lane().indexOf(from.id) + 1];
    case 'ArrowUp':
      return lane()[lane().indexOf(from.id) - 1];
    case 'Home':
      return lane()[0];
    case 'End':
      return lane().at(-1);
    default:
      return undefined;
  }
}
