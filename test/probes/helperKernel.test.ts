import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExecResult } from '../../src/engine/engine.ts';
import { kernelThrough } from '../../src/probes/helperKernel.ts';
import { readText } from '../../src/probes/kernelReader.ts';

const mark = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\n';
const files: Readonly<Record<string, string>> = {
  '/proc/sys/kernel/random/boot_id': mark,
  '/proc/1/net/dev': 'one\ntwo\n',
  '/proc/2/net/dev': '',
  '/proc/3/cmdline': 'shim\0-id\0',
};

/** `cat`, `ls` and `base64` as a container's own would print. */
function machine(ran: (readonly string[])[], change: (stdout: string) => string = (stdout) => stdout) {
  return async (argv: readonly string[]): Promise<ExecResult> => {
    ran.push(argv);
    const [program, ...args] = argv;
    if (program === 'cat') {
      const stdout = args.map((file) => files[file] ?? '').join('');
      const stderr = args.flatMap((file) => (file in files ? [] : [`cat: can't open '${file}': No such file`])).join('\n');
      return { exitCode: stderr ? 1 : 0, stdout: change(stdout), stderr };
    }
    if (argv[1] === '-1')
      return { exitCode: 1, stdout: '/sys/class/net:\neth0\nlo\n\n/:\nbin\n', stderr: 'ls: /sys/none: No such file' };
    if (argv[1] === '-l')
      return { exitCode: 0, stdout: 'lrwxrwxrwx 1 0 0 0 Nov 1 00:00 /sys/class/net/veth1/master -> ../../br-1\n', stderr: '' };
    return { exitCode: 0, stdout: 'AAoB/w==\n', stderr: '' };
  };
}

test('what is asked for together is read by one run; a file that is empty is not one that is not there', async () => {
  const ran: (readonly string[])[] = [];
  const kernel = kernelThrough('helper', machine(ran));
  const read = ['/proc/1/net/dev', '/proc/2/net/dev', '/proc/3/cmdline', '/proc/4/net/dev'].map((file) => readText(kernel, file));
  assert.deepEqual(await Promise.all(read), ['one\ntwo\n', '', 'shim\0-id\0', undefined]);
  assert.equal(ran.length, 1);
});

test('what was fetched ahead is used once: who reads again looks again', async () => {
  const ran: (readonly string[])[] = [];
  const kernel = kernelThrough('helper', machine(ran));
  await kernel.prefetch?.(['/proc/1/net/dev', '/proc/4/net/dev']);
  assert.deepEqual(
    [await readText(kernel, '/proc/1/net/dev'), await readText(kernel, '/proc/4/net/dev')],
    ['one\ntwo\n', undefined],
  );
  assert.equal(ran.length, 1);
  await readText(kernel, '/proc/1/net/dev');
  assert.equal(ran.length, 2);
});

test('output that is cut, or holds the mark itself, is not believed', async () => {
  for (const change of [(text: string) => text.slice(0, -40), (text: string) => `${text}${mark}`, () => '']) {
    const kernel = kernelThrough('helper', machine([], change));
    assert.equal(await readText(kernel, '/proc/1/net/dev'), undefined);
  }
});

test('folders, links and binary files', async () => {
  const kernel = kernelThrough('helper', machine([]));
  assert.deepEqual(await Promise.all(['/sys/class/net', '/sys/none'].map((folder) => kernel.list(folder))), [
    ['eth0', 'lo'],
    undefined,
  ]);
  assert.equal(await kernel.linkName('/sys/class/net/veth1/master'), 'br-1');
  assert.deepEqual([...((await kernel.read('/sys/class/net/br-1/brforward')) ?? [])], [0, 10, 1, 255]);
});

test('nothing but /proc and /sys is read, and no option can be smuggled in', async () => {
  const ran: (readonly string[])[] = [];
  const kernel = kernelThrough('helper', machine(ran));
  for (const file of ['/etc/shadow', '/proc/../etc/shadow', '-n', '/proc/a b', '/proc/a\nb'])
    assert.deepEqual(
      [await kernel.read(file), await kernel.list(file), await kernel.linkName(file)],
      [undefined, undefined, undefined],
    );
  assert.deepEqual(ran, []);
});

test('a run that fails leaves its files unread', async () => {
  const kernel = kernelThrough('helper', () => Promise.reject(new Error('gone')));
  assert.deepEqual([await kernel.read('/proc/1/net/dev'), await kernel.list('/sys/class/net')], [undefined, undefined]);
});
