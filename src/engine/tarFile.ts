/** The one regular file of a small tar archive, as the archive call sends it. */
import { EngineError } from './engineError.ts';

const block = 512;

/** Its text, cut at `limit` bytes. Rejects where the archive holds no regular file (a folder, a link). */
export function fileOfArchive(archive: Buffer, limit: number): string {
  for (let at = 0; at + block <= archive.length; ) {
    const header = archive.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    const size = Number.parseInt(header.subarray(124, 136).toString('latin1').replace(/\0.*$/s, '').trim() || '0', 8);
    const kind = String.fromCharCode(header[156] ?? 0);
    if (!Number.isSafeInteger(size) || size < 0) break;
    if (kind === '0' || kind === '\0') return archive.subarray(at + block, at + block + Math.min(size, limit)).toString('utf8');
    at += block + Math.ceil(size / block) * block;
  }
  throw new EngineError('not-found', 'no regular file in the archive');
}
