/** Which contexts are ticked: the one that the CLI uses, whatever it is, or names; never both. Pure. */

/** `undefined` stands for the CLI's own choice. */
export type Ticked = string | undefined;

/** What stays ticked when the user has changed `before` to `now`: what was ticked last decides. */
export function settled(before: readonly Ticked[], now: readonly Ticked[]): readonly Ticked[] {
  const isAutomatic = now.includes(undefined) && !before.includes(undefined);
  return isAutomatic ? [undefined] : now.length > 1 ? now.filter((name) => name !== undefined) : now;
}

/** The setting's value; nothing ticked is the CLI's own choice. */
export function namesOf(ticked: readonly Ticked[]): readonly string[] {
  return ticked.filter((name) => name !== undefined);
}
