/** The same requests without the explorer: Node's own HTTP over one kept connection, answers parsed. */
import http from 'node:http';

export interface Raw {
  get(path: string): Promise<unknown>;
  end(): void;
}

/** One kept connection after the other, as every good client would. */
export function rawOf(socketPath: string): Raw {
  const agent = new http.Agent({ keepAlive: true });
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        http
          .get({ socketPath, path: `/v1.51${path}`, agent }, (answer) => {
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
          })
          .on('error', reject);
      }),
    end: () => agent.destroy(),
  };
}

type Listed = readonly { readonly Id: string }[];

export async function lists(raw: Raw): Promise<readonly [Listed, Listed]> {
  const answers = await Promise.all([raw.get('/networks'), raw.get('/containers/json?all=1')]);
  return answers as unknown as readonly [Listed, Listed];
}

export async function pooled(items: readonly string[], atOnce: number, work: (item: string) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
