/** axe-core in the pages of the workbench. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

/** axe-core as text: the page's policy lets no script element in, but an evaluation. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rule and place of each, in lines that can be read in a failure. */
export async function violations(
  where: Frame | Page,
  selector: string,
  without: readonly string[] = [],
): Promise<readonly string[]> {
  await where.evaluate(axe);
  return where.evaluate(
    async ({ within, rules }) => {
      const { axe: engine } = globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } };
      const { violations: found } = await engine.run({ include: [within] }, { rules });
      return found.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
      );
    },
    { within: selector, rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])) },
  );
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}
