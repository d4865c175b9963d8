import type { Sandbox } from '../model/topology.ts';

/**
 * Whether these sandboxes share a name on purpose: tasks of one swarm service, or what `docker compose up --scale` makes. Compose's are
 * told by project and name (`shop-web-1`, `shop_web_2`): the API's lists do not say more.
 */
export function sharesOnPurpose(sandboxes: readonly Sandbox[]): boolean {
  const [first, ...others] = sandboxes.map(groupOf);
  return first !== undefined && others.every((group) => group === first);
}

function groupOf({ service, containers }: Sandbox): string | undefined {
  if (service !== undefined) return `service ${service}`;
  const { name = '', project } = containers[0] ?? {};
  const replica = /^(.+)[-_]\d+$/.exec(name)?.[1];
  return project !== undefined && replica?.startsWith(project) ? `compose ${project} ${replica}` : undefined;
}
