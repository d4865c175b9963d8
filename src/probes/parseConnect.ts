/** What programs print when they try to connect. */
import type { PathOutcome } from '../predictions/path.ts';
import { isMissingTool, type ToolOutput } from './parseLookup.ts';

/** `closed`: somebody took the connection and ended it at once, as a proxy does that finds nobody behind it. */
export type Connected = PathOutcome | 'closed';

/** `nc`; undefined where it did not try (another build's options, no such program). */
export function parseNc(output: ToolOutput): Connected | undefined {
  if (isMissingTool(output) || isUsage(output)) return undefined;
  return output.exitCode === 0 ? 'open' : failure(output);
}

export function parseWget(output: ToolOutput): Connected | undefined {
  if (isMissingTool(output) || isUsage(output)) return undefined;
  const said = `${output.stderr}\n${output.stdout}`;
  if (output.exitCode === 0 || /server returned error|ERROR \d{3}|HTTP\/\d/i.test(said)) return 'open';
  if (/reset by peer|error getting response|no data received|empty reply|closed/i.test(said)) return 'closed';
  return failure(output) ?? (/bad header|malformed/i.test(said) ? 'open' : undefined);
}

/** By curl's documented exit codes. */
export function parseCurl(output: ToolOutput): Connected | undefined {
  if (isMissingTool(output)) return undefined;
  switch (output.exitCode) {
    case 0:
    case 1:
    case 8:
      return 'open';
    case 28:
      return 'filtered';
    case 52:
    case 56:
      return 'closed';
    case 7:
      return failure(output) ?? 'refused';
    default:
      return undefined;
  }
}

export function parsePing(output: ToolOutput): Connected | undefined {
  if (isMissingTool(output) || isUsage(output)) return undefined;
  if (
    /permission denied|operation not permitted|are you root|bad address|address family/i.test(`${output.stderr}${output.stdout}`)
  ) {
    return undefined;
  }
  if (output.exitCode === 0) return 'open';
  return /packets transmitted|unreachable/i.test(`${output.stderr}${output.stdout}`) ? 'filtered' : undefined;
}

function failure({ stderr, stdout }: ToolOutput): Connected | undefined {
  const said = `${stderr}\n${stdout}`;
  if (/refused/i.test(said)) return 'refused';
  if (/reset by peer/i.test(said)) return 'closed';
  return /timed? ?out|unreachable|no route/i.test(said) ? 'filtered' : undefined;
}

function isUsage({ stderr, stdout, exitCode }: ToolOutput): boolean {
  return exitCode !== 0 && /usage:|(invalid|unrecognized|unknown) option|applet not found/i.test(`${stderr}${stdout}`);
}
