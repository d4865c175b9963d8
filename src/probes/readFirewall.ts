/**
 * The packet filter's rules in the reader's own network namespace, which is the engine's where `engineHere.ts` has proven it. Lists, and
 * changes nothing.
 */
import type { Firewall, FirewallRules } from '../model/firewall.ts';
import { writesRules } from './engineProcess.ts';
import { type KernelReader, readText } from './kernelReader.ts';
import { parseIptables } from './parseIptables.ts';

export type FirewallReading = { readonly firewall: Firewall } | { readonly failed: string };

/** Never rejects. Undefined where the reader may not list rules: only root's can. */
export async function readFirewall(kernel: KernelReader): Promise<FirewallReading | undefined> {
  if (!kernel.runAsRoot) return undefined;
  try {
    const [four, six, written] = await Promise.all([
      rulesOf('iptables', kernel),
      // A host without IPv6 has none to speak of, which is no failure of the rest.
      rulesOf('ip6tables', kernel).catch(() => undefined),
      writesRules(kernel),
    ]);
    const more = { ...(six ? { six } : {}), ...(written === undefined ? {} : { written }) };
    return { firewall: { how: 'iptables-save', four, ...more } };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The program lists one of the two places that rules can be in, nf_tables or the older tables, and the engine may have been given the other:
 * both are listed where both can hold something.
 */
async function rulesOf(tool: 'iptables' | 'ip6tables', kernel: KernelReader): Promise<FirewallRules> {
  const list = async (program: string) => (await kernel.runAsRoot?.(program, [])) ?? '';
  const usual = await list(`${tool}-save`);
  const older = await readText(kernel, `/proc/self/net/${tool === 'iptables' ? 'ip' : 'ip6'}_tables_names`);
  const others: string[] = [];
  if (!usual.includes('(legacy)') && older?.trim()) others.push(await list(`${tool}-legacy-save`));
  if (!usual.includes('(nf_tables)')) others.push(await list(`${tool}-nft-save`));
  const rules = parseIptables([usual, ...others].join('\n'));
  if (!rules) throw new Error(`${tool}-save: a table is incompatible`);
  const bridged = await readText(kernel, `/proc/sys/net/bridge/bridge-nf-call-${tool}`);
  // without the file the module is not loaded, and bridges filter nothing
  return { ...rules, bridged: bridged?.trim() === '1' };
}
