/** The blog's scenario, live: what a reader types along with the post, and the kinds of stack that it leaves out. */
import type { LabEngine } from './engine.ts';
import { until } from './run.ts';

const forever = ['sleep', '1d'] as const;

/** Builds it on an engine that has the test images. Every container but `stopped` and the two one-shot ones runs. */
export async function blogScenario(engine: LabEngine): Promise<void> {
  await engine.docker('network', 'create', '-d', 'bridge', 'localnet');
  await engine.docker('run', '-d', '--name', 'c1', '--network', 'localnet', 'alpine', ...forever);
  await engine.docker('run', '-d', '--name', 'c2', '--network', 'localnet', 'alpine', ...forever);
  await engine.docker('run', '-d', '--name', 'c3', 'alpine', ...forever);
  await engine.docker('run', '-d', '--name', 'c4', 'alpine', ...forever);
  const serve = 'echo hi >/www/index.html; exec httpd -f -p 80 -h /www';
  await engine.docker('run', '-d', '--name', 'web', '--network', 'localnet', '-p', '5000:80', 'alpine', 'sh', '-c', serve);
  await engine.docker(
    ...'network create -d macvlan --subnet 10.0.2.0/24 --ip-range 10.0.2.0/25 --gateway 10.0.2.1 -o parent=eth0 macvlan100'.split(
      ' ',
    ),
  );
  await engine.docker('run', '-d', '--name', 'mactainer1', '--network', 'macvlan100', 'alpine', ...forever);
  await engine.docker('run', '-d', '--name', 'ci-runner', '--network', 'host', 'alpine', ...forever);
  await engine.docker('run', '-d', '--name', 'sealed', '--network', 'none', 'alpine', ...forever);
  await engine.docker('run', '-d', '--name', 'sidecar', '--network', 'container:c2', 'alpine', ...forever);
  await engine.docker('create', '--name', 'stopped', '--network', 'localnet', 'alpine', ...forever);
  await until('the published port answers', () =>
    engine.inNamespace('busybox', 'wget', '-q', '-O', '-', 'http://127.0.0.1:5000/').then((page) => page.includes('hi')),
  );
}
