/** Longer labels are cut: names may have 10,000 characters, rows have room for a few dozen. */
const longest = 160;

/** C0, C1, characters that reorder, hide or join their neighbours, and halves of surrogate pairs. */
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Untrusted text on one line: what can't be seen is written as an escape, what is too long is cut with …. */
export function plainText(text: string, most = longest): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut.replace(unseen, (character) => short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** For messages and pick lists, which read `$(icon)` and `[text](link)`: a word joiner keeps both from being one. */
export function inertText(text: string, most = longest): string {
  return plainText(text, most).replace(/\$\(/g, '$\u2060(').replace(/\]\(/g, ']\u2060(');
}
