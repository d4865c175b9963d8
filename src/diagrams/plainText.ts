/** Longer texts are cut: names and labels may have 10,000 characters, and what is drawn has room for a few dozen. */
const longest = 400;

/** C0, C1, what reorders, hides or joins its neighbours, and halves of surrogate pairs, which no XML may contain. */
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Untrusted text as something that can be drawn: what can't be seen becomes U+FFFD, what is too long is cut. */
export function plainText(text: string): string {
  return visibleText(text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
}

/** The same without a cut. */
export function visibleText(text: string): string {
  return text.replace(unseen, '\ufffd');
}
