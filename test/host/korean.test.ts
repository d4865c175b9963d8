import assert from 'node:assert/strict';
import { blogScenario } from '../lab/scenario.ts';
import { menuOf, openContainer, openFromMenu, row, rowsWhere, runCommand, view, webview } from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const session = suite({ lab: '28.5', prepare: blogScenario, language: 'ko' });

session.ui('views, rows, menus and the panel speak Korean', async () => {
  const { code } = session;
  await openContainer(code, 'Docker 네트워크');
  const networks = view(code, '네트워크');
  const rows = await rowsWhere(networks, 'the networks', (all) => all.length === 5);
  assert.match(rows.find(({ name }) => name === 'localnet')?.description ?? '', /엔드포인트 4개/);
  assert.ok((await menuOf(code, row(networks, 'localnet'))).includes('컨테이너 연결…'));
  await runCommand(code, 'Docker 네트워크: 호스트 맵 열기');
  const frame = await webview(code, '.diagram');
  assert.equal(await frame.locator('html').getAttribute('lang'), 'ko');
  await frame.locator('h1', { hasText: '호스트 맵' }).waitFor();
});

session.ui('a finding’s page is Korean, and so is the page that it leads to', async () => {
  const { code, engine } = session;
  await openContainer(code, 'Docker 네트워크');
  await engine.docker('network', 'create', '--subnet', '10.9.0.0/30', 'tight');
  await engine.docker('run', '-d', '--name', 'last', '--network', 'tight', 'alpine', 'sleep', '1d');
  const full = view(code, '발견 사항').locator('.monaco-list-row').filter({ hasText: 'tight에서 10.9.0.0/30의 주소' });
  await openFromMenu(code, full, '자세히 알아보기', 'pool-nearly-full.md');
  const page = await webview(code, 'h1:text-is("서브넷의 주소가 거의 바닥남")');
  await page.locator('code', { hasText: 'docker network inspect NETWORK' }).waitFor();
  await page.locator('a', { hasText: '남은 서브넷이 거의 없음' }).click();
  await webview(code, 'h1:text-is("남은 서브넷이 거의 없음")');
});
