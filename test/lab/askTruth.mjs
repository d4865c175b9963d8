// Asks many names over UDP, in the network namespace that it was started in. Knows nothing of the extension.
// stdin: {"server": "127.0.0.11", "questions": [["web", "A"], …]}; stdout: [{"rcode": 0, "answers": ["172.18.0.2"]}, …] in the same order.
// Without an answer in two seconds, or without a way to the server, rcode is -1.
import dgram from 'node:dgram';
import { text } from 'node:stream/consumers';

const types = { A: 1, PTR: 12, AAAA: 28 };
const limit = 2_000;
const atOnce = 48;

const { server, questions } = JSON.parse(await text(process.stdin));
const results = [];
let next = 0;
await Promise.all(Array.from({ length: atOnce }, work));
process.stdout.write(JSON.stringify(results));

async function work() {
  while (next < questions.length) {
    const at = next++;
    results[at] = await ask(...questions[at], at + 1);
  }
}

function ask(name, type, id) {
  return new Promise((resolve) => {
    const socket = dgram.createSocket(server.includes(':') ? 'udp6' : 'udp4');
    const end = (result) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.close();
      resolve(result);
    };
    const nothing = (why) => end({ rcode: -1, answers: [], why });
    const timer = setTimeout(nothing, limit, 'timeout');
    socket.on('error', (error) => nothing(error.code));
    socket.on('message', (message) => {
      if (message.readUInt16BE(0) === id) end({ rcode: message[3] & 15, answers: answersOf(message, types[type]) });
    });
    socket.send(query(name, types[type], id), 53, server, (error) => {
      if (error) nothing(error.code);
    });
  });
}

function query(name, type, id) {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(id, 0);
  head.writeUInt16BE(0x0100, 2);
  head.writeUInt16BE(1, 4);
  const labels = name
    .split('.')
    .filter(Boolean)
    .map((label) => [Buffer.from([label.length]), Buffer.from(label, 'latin1')]);
  return Buffer.concat([head, ...labels.flat(), Buffer.from([0, 0, type, 0, 1])]);
}

function answersOf(message, type) {
  let at = afterName(message, 12) + 4;
  const found = [];
  for (let left = message.readUInt16BE(6); left > 0; left--) {
    at = afterName(message, at);
    const kind = message.readUInt16BE(at);
    const length = message.readUInt16BE(at + 8);
    const data = message.subarray(at + 10, at + 10 + length);
    if (kind === type && kind === types.A) found.push([...data].join('.'));
    else if (kind === type && kind === types.AAAA) found.push(shortForm(data));
    else if (kind === type) found.push(nameAt(message, at + 10));
    at += 10 + length;
  }
  return [...new Set(found)].sort();
}

function shortForm(data) {
  const groups = Array.from({ length: 8 }, (_, at) => data.readUInt16BE(at * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function afterName(message, at) {
  while (message[at] !== 0) {
    if ((message[at] & 0xc0) === 0xc0) return at + 2;
    at += message[at] + 1;
  }
  return at + 1;
}

function nameAt(message, at) {
  const labels = [];
  while (message[at] !== 0) {
    if ((message[at] & 0xc0) === 0xc0) at = message.readUInt16BE(at) & 0x3fff;
    else {
      labels.push(message.toString('latin1', at + 1, at + 1 + message[at]));
      at += message[at] + 1;
    }
  }
  return labels.join('.');
}
