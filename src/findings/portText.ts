import { ownerOf } from '../model/lookup.ts';
import type { PublishedPort, Sandbox } from '../model/topology.ts';

/** `8080→80/tcp`, with the host's address where it is bound to one. */
export function portText({ hostAddress, hostPort, port, protocol }: PublishedPort): string {
  const host = hostAddress.includes(':') ? `[${hostAddress}]:` : hostAddress === '' ? '' : `${hostAddress}:`;
  return `${host}${hostPort}→${port}/${protocol}`;
}

/** Whether it is bound to every address of the host (of one family at least). */
export function isEverywhere({ hostAddress }: PublishedPort): boolean {
  return hostAddress === '' || hostAddress === '0.0.0.0' || hostAddress === '::';
}

/** Each text once, in order. */
export function portTexts(ports: readonly PublishedPort[]): readonly string[] {
  return [...new Set(ports.map(portText))];
}

/** The container to name in a command line of this sandbox. */
export function lineContainer(sandbox: Sandbox): Sandbox['containers'][number] | undefined {
  return ownerOf(sandbox) ?? sandbox.containers[0];
}
