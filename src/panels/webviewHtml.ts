export interface WebviewParts {
  /** `webview.cspSource` */
  readonly cspSource: string;
  /** Fresh for every page; only the script that carries it runs. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
  /** BCP 47 */
  readonly language: string;
}

/**
 * The page of the panel. Its policy allows one script, the extension's own stylesheet and nothing else: no inline style, no image, no
 * font, no request.
 */
export function webviewHtml(parts: WebviewParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${parts.nonce}'; style-src ${parts.cspSource}`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(parts.style)}">
<title>${escapeHtml(parts.title)}</title>
</head>
<body>
<div id="app"></div>
<script nonce="${escapeHtml(parts.nonce)}" src="${escapeHtml(parts.script)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
