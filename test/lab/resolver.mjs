// A DNS server that knows no name: answers every question with NXDOMAIN at once, so that names that go upstream cost nothing.
// Usage: node resolver.mjs ADDRESS; prints "ready" once it listens on port 53.
import dgram from 'node:dgram';

const server = dgram.createSocket('udp4');
server.on('message', (question, peer) => {
  if (question.length < 12) return;
  const answer = Buffer.from(question.subarray(0, endOfQuestion(question)));
  answer.writeUInt16BE(0x8183, 2); // a response, recursion available, NXDOMAIN
  answer.writeUInt16BE(1, 4);
  answer.fill(0, 6, 12);
  server.send(answer, peer.port, peer.address);
});
server.bind(53, process.argv[2], () => console.log('ready'));

function endOfQuestion(message) {
  let at = 12;
  while (at < message.length && message[at] !== 0) at += message[at] + 1;
  return Math.min(at + 5, message.length);
}
