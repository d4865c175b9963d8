/** Reads an answer's body, never more than the limit. */
import type { IncomingMessage } from 'node:http';
import { EngineError } from './engineError.ts';

export const megabyte = 1024 * 1024;

/** The whole body; rejects with `malformed` when it is longer than `limit` bytes. */
export function readAll(answer: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    answer.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        answer.destroy();
        reject(new EngineError('malformed', `the answer is longer than ${limit} bytes`));
      } else chunks.push(chunk);
    });
    answer.on('end', () => resolve(Buffer.concat(chunks)));
    answer.on('error', reject);
    answer.on('close', () =>
      answer.complete ? undefined : reject(new EngineError('unreachable', 'the engine broke off its answer')),
    );
  });
}

/**
 * The framed output of an exec: 8 bytes of header (stream, three zeros, length) before each piece (Engine API, "Stream format").
 * Each stream is cut at `limit` bytes.
 */
export async function readFrames(
  answer: IncomingMessage,
  limit: number,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const body = await readAll(answer, 16 * megabyte);
  const streams: { 1: Buffer[]; 2: Buffer[] } = { 1: [], 2: [] };
  let at = 0;
  while (at + 8 <= body.length) {
    const kind = body[at] === 2 ? 2 : 1;
    const length = body.readUInt32BE(at + 4);
    streams[kind].push(body.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  const text = (pieces: readonly Buffer[]) => Buffer.concat(pieces).subarray(0, limit).toString('utf8');
  return { stdout: text(streams[1]), stderr: text(streams[2]) };
}

/** The JSON of a body; null for an empty one. */
export function parseBody(body: Buffer): unknown {
  const text = body.toString('utf8').trim();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new EngineError('malformed', `the answer is no JSON: ${text.slice(0, 80)}`);
  }
}
