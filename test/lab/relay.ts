/** Brings a port of an engine's namespace to this one: each connection goes through a `nc` over there. */
import { spawn } from 'node:child_process';
import net, { type AddressInfo } from 'node:net';

export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

export async function startRelay(namespace: string, port: number): Promise<Relay> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    const far = spawn('nsenter', [`--net=/run/netns/${namespace}`, 'busybox', 'nc', '127.0.0.1', String(port)], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    sockets.add(socket);
    for (const stream of [socket, far.stdin, far.stdout]) stream.on('error', () => {});
    socket.pipe(far.stdin);
    far.stdout.pipe(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      far.kill();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
