// Run in a sandbox's namespace: gives datagrams back, on every address at the first argument's port, on the loopback at the second's.
import dgram from 'node:dgram';

const [every, loopback] = process.argv.slice(2).map(Number);
for (const [address, port] of [
  ['0.0.0.0', every],
  ['127.0.0.1', loopback],
]) {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (message, { address: to, port: at }) => socket.send(message, at, to));
  socket.bind(port, address);
}
process.stdout.write('ready\n');
