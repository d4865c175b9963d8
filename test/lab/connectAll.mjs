// Run in a sandbox's namespace: tries every connect of stdin (JSON lines of { address | name, port, protocol }) and prints what came of each.
// Knows nothing of the extension: sockets, ping, and the resolver at 127.0.0.11.
import { spawn } from 'node:child_process';
import dgram from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import net from 'node:net';
import { text } from 'node:stream/consumers';

const patience = 3500;
/** A proxy that finds nobody behind it closes what it took. */
const grace = 400;
const asked = JSON.parse(await text(process.stdin));
const answers = new Array(asked.length);
let next = 0;
await Promise.all(Array.from({ length: 24 }, worker));
process.stdout.write(JSON.stringify(answers), () => process.exit(0));

async function worker() {
  for (let at = next++; at < asked.length; at = next++) {
    answers[at] = await attempt(asked[at]);
    // a full queue of a small server looks like a filter: silence counts when it comes twice
    if (answers[at] === 'filtered') answers[at] = await attempt(asked[at]);
  }
}

async function attempt({ address, name, port, protocol }) {
  const target = address ?? (await lookUp(name));
  if (target === undefined) return 'filtered';
  if (protocol === 'icmp') return ping(target);
  return protocol === 'udp' ? datagram(target, port) : connect(target, port);
}

async function lookUp(name) {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers(['127.0.0.11']);
  const found = await resolver.resolve4(name).catch(() => resolver.resolve6(name).catch(() => []));
  return found[0];
}

function connect(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const end = (outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    let timer = setTimeout(end, patience, 'filtered');
    socket.once('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(end, grace, 'open');
      socket.once('end', () => end('refused'));
      socket.resume();
    });
    socket.once('error', (error) => end(error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET' ? 'refused' : 'filtered'));
  });
}

function datagram(host, port) {
  return new Promise((resolve) => {
    const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
    const end = (outcome) => {
      clearTimeout(timer);
      socket.close();
      resolve(outcome);
    };
    const timer = setTimeout(end, patience / 2, 'filtered');
    socket.once('error', (error) => end(error.code === 'ECONNREFUSED' ? 'refused' : 'filtered'));
    socket.once('message', () => end('open'));
    socket.connect(port, host, (error) => (error ? undefined : socket.send('echo')));
  });
}

function ping(host) {
  return new Promise((resolve) => {
    const child = spawn('busybox', ['ping', '-c', '1', '-W', '2', host], { stdio: 'ignore' });
    child.once('error', () => resolve('unknown'));
    child.once('exit', (code) => resolve(code === 0 ? 'open' : 'filtered'));
  });
}
