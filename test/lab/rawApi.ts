/** The Engine API without the extension's client and without the CLI, for what neither would send. */
import http from 'node:http';
import type { LabEngine } from './engine.ts';

export interface RawAnswer {
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

export function ask(engine: LabEngine, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<RawAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = text === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    const request = http.request({ socketPath: engine.socket, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString('utf8')) }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(text);
  });
}

/** GET one path, parsed; rejects on any status but 200. */
export async function get(engine: LabEngine, path: string): Promise<unknown> {
  const { status, body } = await ask(engine, 'GET', path);
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
