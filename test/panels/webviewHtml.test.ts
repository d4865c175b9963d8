import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webviewHtml } from '../../src/panels/webviewHtml.ts';

const parts = {
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'abc123',
  script: 'https://host/dist/webview.js',
  style: 'https://host/media/panel.css',
  title: 'Docker Networks',
  language: 'ko',
};

test('the policy allows the one script, the extension’s stylesheets, and nothing else', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(webviewHtml(parts))?.[1];
  assert.equal(policy, "default-src 'none'; script-src 'nonce-abc123'; style-src https://*.vscode-cdn.net");
});

test('the page has no inline script, style or handler, and says its language', () => {
  const html = webviewHtml(parts);
  assert.deepEqual(html.match(/<script\b[^>]*>/g), ['<script nonce="abc123" src="https://host/dist/webview.js">']);
  assert.doesNotMatch(html, /<style|\bstyle=|\bon\w+=|javascript:/);
  assert.match(html, /<html lang="ko">/);
});

test('what is put into the page stays an attribute or a text', () => {
  const bad = '"><script>alert(1)</script>&';
  const html = webviewHtml({ ...parts, title: bad, style: bad, script: bad, language: bad });
  assert.equal(html.match(/<script\b/g)?.length, 1);
  assert.doesNotMatch(html, /alert\(1\)<\/script>&"/);
});
