export type Face = 'text' | 'strong' | 'mono';

/** Width of a text in pixels at a font size, from a table: no font is asked, so that a picture is the same everywhere. */
export function textWidth(text: string, face: Face, size: number): number {
  let units = 0;
  for (const character of text) units += characterWidth(character, face);
  return units * size;
}

/** The text itself, or as much of it as fits, with `…`. */
export function cutText(text: string, face: Face, size: number, width: number): string {
  if (textWidth(text, face, size) <= width) return text;
  const room = width - characterWidth('…', face) * size;
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += characterWidth(character, face) * size;
    if (used > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The middle cut out: what tells long names of machines apart is at both ends. */
export function cutMiddle(text: string, face: Face, size: number, width: number): string {
  if (textWidth(text, face, size) <= width) return text;
  const characters = [...text];
  for (let keep = characters.length - 1; keep > 2; keep -= 1) {
    const head = Math.ceil(keep / 2);
    const short = `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (keep - head)).join('')}`;
    if (textWidth(short, face, size) <= width) return short;
  }
  return cutText(text, face, size, width);
}

/** Breaks at spaces into at most `most` lines; the last one is cut. */
export function wrapText(text: string, face: Face, size: number, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.split(' ')) {
    const longer = line === '' ? part : `${line} ${part}`;
    if (line === '' || textWidth(longer, face, size) <= width || lines.length === most - 1) {
      line = longer;
    } else {
      lines.push(line);
      line = part;
    }
  }
  lines.push(line);
  return lines.map((each) => cutText(each, face, size, width));
}

const mono = 0.61;
/** Per mille of the font size, generous for the fonts that VS Code uses (as wide as DejaVu Sans). */
const narrow = new Map([...`ijl'|.,:;!I`].map((character) => [character, 0.34] as const));
const wide = new Map([...'mwMW@%→…'].map((character) => [character, 0.96] as const));

function characterWidth(character: string, face: Face): number {
  const code = character.codePointAt(0) ?? 0;
  if (isCombining(code)) return 0;
  if (isFullWidth(code)) return 1.05;
  if (face === 'mono') return mono;
  const plain = narrow.get(character) ?? wide.get(character) ?? ordinaryWidth(code);
  return face === 'strong' ? plain * 1.1 : plain;
}

function ordinaryWidth(code: number): number {
  if (code === 0x20) return 0.33;
  if (code >= 0x41 && code <= 0x5a) return 0.7;
  return 0.61;
}

function isCombining(code: number): boolean {
  return (code >= 0x300 && code <= 0x36f) || (code >= 0xfe00 && code <= 0xfe0f);
}

function isFullWidth(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    code >= 0x1f000
  );
}
