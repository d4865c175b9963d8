import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseHelperImage } from '../../src/probes/helperImage.ts';

const image = (tag: string, size = 1) => ({ Id: `sha256:${tag}`, RepoTags: [tag], RepoDigests: [], Size: size });

test('the first known repository is chosen, of several tags the smallest image', () => {
  const images = [image('ubuntu:24.04'), image('alpine:3.20', 9), image('alpine:3.19', 8), image('alpine:3.18', 8)];
  assert.deepEqual(chooseHelperImage(images, ''), { reference: 'alpine:3.18', present: true });
  assert.deepEqual(chooseHelperImage([...images, image('docker.io/library/busybox:1', 99)], ''), {
    reference: 'docker.io/library/busybox:1',
    present: true,
  });
});

test('an image that only ends like a known one is not chosen', () => {
  for (const name of ['evil.example/alpine:1', 'me/busybox:latest', 'alpine-tools:1', '<none>:<none>']) {
    assert.deepEqual(chooseHelperImage([image(name)], ''), { reference: 'busybox:stable', present: false });
  }
});

test('the setting decides, whether the engine has the image or not', () => {
  const images = [image('alpine:3.20'), image('tools.example:5000/net:latest')];
  assert.deepEqual(chooseHelperImage(images, 'tools.example:5000/net'), {
    reference: 'tools.example:5000/net:latest',
    present: true,
  });
  assert.deepEqual(chooseHelperImage(images, 'alpine:3.21'), { reference: 'alpine:3.21', present: false });
});

test('an answer that makes no sense is an engine without images', () => {
  for (const answer of [null, {}, 'x', [null, 3, { RepoTags: 'alpine' }, { RepoTags: [3] }]])
    assert.deepEqual(chooseHelperImage(answer, ''), { reference: 'busybox:stable', present: false });
});
