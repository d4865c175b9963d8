/** As root, entering the namespace of a process: the test's own stands for a container's. */
import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { type KernelReader, thisKernel } from '../../src/probes/kernelReader.ts';
import { ownConnect } from '../../src/probes/ownConnect.ts';

const container = 'c'.repeat(64);
const inside = { container, pid: process.pid };
const skip = process.getuid?.() === 0 ? false : 'needs root';
let taken = 0;
const server = net.createServer((socket) => {
  taken += 1;
  socket.on('error', () => {});
});
before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => server.close());
const attempt = () => ({ address: '127.0.0.1', port: (server.address() as net.AddressInfo).port, protocol: 'tcp' as const });
const never = new AbortController().signal;

/** Says of the first `times` look-ups that this process is the container's, and then that it is not. */
function claims(times: number): KernelReader {
  let left = times * 2;
  const text = (file: string) => (file.endsWith('/status') ? 'PPid:\t77\n' : `shim\0-id\0${container}\0`);
  return {
    read: async (file) => (left-- > 0 ? new TextEncoder().encode(text(file)) : undefined),
    list: async () => undefined,
    linkName: async () => undefined,
  };
}

test('a process that is not the container’s is not entered', { skip }, async () => {
  assert.equal(await ownConnect(inside, attempt(), never, thisKernel), undefined);
  assert.equal(await ownConnect(inside, attempt(), never, claims(0)), undefined);
  assert.equal(taken, 0);
});

test('what was seen through a process that was the container’s no more is not believed', { skip }, async () => {
  assert.equal(await ownConnect(inside, attempt(), never, claims(1)), undefined);
  assert.equal(await ownConnect(inside, attempt(), never, claims(2)), 'open');
});

test('a datagram is open where something answers, refused where the kernel says so, and silence says nothing', async () => {
  const [echo, silent, closed] = await Promise.all(
    [1, 2, 3].map(async () => {
      const socket = dgram.createSocket('udp4');
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      return socket;
    }),
  );
  assert.ok(echo && silent && closed);
  echo.on('message', (message, { port, address }) => echo.send(message, port, address));
  const ports = [echo, silent, closed].map((socket) => socket.address().port);
  closed.close();
  try {
    const seen = await Promise.all(
      ports.map((port) => ownConnect(undefined, { address: '127.0.0.1', port, protocol: 'udp' }, never)),
    );
    assert.deepEqual(seen, ['open', 'unknown', 'refused']);
  } finally {
    echo.close();
    silent.close();
  }
});

test('the host’s own namespace needs no proof', async () => {
  assert.equal(await ownConnect(undefined, attempt(), never), 'open');
});
