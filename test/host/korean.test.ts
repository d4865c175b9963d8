import assert from 'node:assert/strict';
import { blogScenario } from '../lab/scenario.ts';
import { menuOf, openContainer, row, rowsWhere, runCommand, view, webview } from '../vscode/workbench.ts';
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
