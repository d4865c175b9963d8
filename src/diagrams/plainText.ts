/**
 * Untrusted text as something that can be drawn: control characters, line breaks, and characters that reorder or hide their neighbours
 * become U+FFFD, and so do halves of surrogate pairs, which no XML may contain.
 */
export function plainText(text: string): string {
  return text
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/g,
      '\ufffd',
    )
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
