/** What we use of dockerode and docker-modem; their own types lack it or get it wrong. */
declare module 'dockerode' {
  import type { IncomingMessage } from 'node:http';

  interface DialOptions {
    path: string;
    method: string;
    statusCodes: Readonly<Record<number, true>>;
    isStream: true;
    options?: object;
    allowEmpty?: boolean;
    abortSignal?: AbortSignal;
  }

  class Docker {
    constructor(options: object);
    readonly modem: { dial(options: DialOptions, done: (error: Error | null, response: IncomingMessage) => void): void };
  }
  // biome-ignore lint/style/noDefaultExport: this is how dockerode exports it
  export default Docker;
}

declare module 'docker-modem/lib/http.js' {
  const senders: { http: object; https: object };
  // biome-ignore lint/style/noDefaultExport: a CommonJS module
  export default senders;
}
