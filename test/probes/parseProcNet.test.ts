import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInet6, parseListeners, parseRoutes, parseRoutes6 } from '../../src/probes/parseProcNet.ts';

test('IPv4 routes have their subnet, device, gateway and metric', () => {
  const text = [
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    'eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0',
    'eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
    'wg0\t0100000A\t00000000\t0001\t0\t0\t0\tFFFFFFFF\t0\t0\t0',
    'broken\t01\t00000000\t0001\t0\t0\t0\tFFFFFFFF',
  ].join('\n');
  assert.deepEqual(parseRoutes(text), [
    { destination: '0.0.0.0/0', device: 'eth0', gateway: '192.168.0.1', metric: 100 },
    { destination: '192.168.0.0/24', device: 'eth0' },
    { destination: '10.0.0.1/32', device: 'wg0' },
  ]);
});

test('IPv6 routes leave out the stack’s own addresses and multicast', () => {
  const none = '0'.repeat(32);
  const text = [
    `fd00${'0'.repeat(28)} 40 ${none} 00 ${none} 00000100 00000001 00000000 00000001     eth0`,
    `${none} 00 ${none} 00 fd00${'0'.repeat(27)}1 00000400 00000002 00000000 00000003     eth0`,
    `${'0'.repeat(31)}1 80 ${none} 00 ${none} 00000000 00000002 00000000 80200001       lo`,
    `fd00${'0'.repeat(27)}2 80 ${none} 00 ${none} 00000000 00000003 00000000 80200001     eth0`,
    `ff00${'0'.repeat(28)} 08 ${none} 00 ${none} 00000100 00000003 00000000 00000001     eth0`,
  ].join('\n');
  assert.deepEqual(parseRoutes6(text), [
    { destination: 'fd00::/64', device: 'eth0', metric: 256 },
    { destination: '::/0', device: 'eth0', gateway: 'fd00::1', metric: 1024 },
  ]);
});

test('an IPv6 address has its prefix, index and device', () => {
  assert.deepEqual(parseInet6(`fd00${'0'.repeat(27)}2 2a 40 00 80     eth0\nnonsense\n`), [
    { cidr: 'fd00::2/64', index: 42, device: 'eth0' },
  ]);
});

test('listening sockets have their address and port, connected ones are left out', () => {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const tcp = `${head}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1\n   1: 0100007F:1F90 0100007F:C350 01 0:0 00:0 0 0 0 2\n`;
  assert.deepEqual(parseListeners(tcp, 'tcp'), [{ protocol: 'tcp', address: '127.0.0.1', port: 8080 }]);
  const tcp6 = `${head}   0: 00000000000000000000000000000000:0050 ${'0'.repeat(32)}:0000 0A 0:0 00:0 0 0 0 3\n   1: B80D0120000000000000000001000000:0051 ${'0'.repeat(32)}:0000 0A 0:0 00:0 0 0 0 3\n`;
  assert.deepEqual(parseListeners(tcp6, 'tcp'), [
    { protocol: 'tcp', address: '::', port: 80 },
    { protocol: 'tcp', address: '2001:db8::1', port: 81 },
  ]);
  const udp = `${head}  10: 0B00007F:0035 00000000:0000 07 0:0 00:0 0 0 0 4 2 0 0\n  11: 00000000:9999 08080808:0035 01 0:0 00:0 0 0 0 5 2 0 0\n`;
  assert.deepEqual(parseListeners(udp, 'udp'), [{ protocol: 'udp', address: '127.0.0.11', port: 53 }]);
});
