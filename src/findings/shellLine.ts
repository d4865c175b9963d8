/** Lines for a POSIX shell that a person copies. Nothing here is ever run. */
import type { Container, Engine } from '../model/topology.ts';

/** One argument, so that a POSIX shell reads it back as it is. Plain words stay plain. */
export function shellQuote(argument: string): string {
  if (/^[A-Za-z0-9_./:=,@%+-]+$/.test(argument)) return argument;
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** `docker …` for the engine's context; the context `default` is left out, as it is what the CLI uses by itself. */
export function dockerLine(engine: Engine | undefined, ...argv: readonly string[]): string {
  const context =
    engine === undefined || engine.context === 'default' || engine.state === 'sample' ? [] : ['--context', engine.context];
  return ['docker', ...context, ...argv].map(shellQuote).join(' ');
}

/** The container's name where it is one that Docker allows, else its id: a hostile name could pass for an option. */
export function containerArgument(container: Container): string {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]+$/.test(container.name) ? container.name : container.id;
}
