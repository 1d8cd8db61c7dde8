import { escapeHtml, outputHtml } from "../../page/index.ts";
import type { OutputData } from "../../nbformat/index.ts";
import type { MimeBundle } from "../../protocol/messages.ts";

export interface VariableDocument {
  readonly name: string;
  readonly data: MimeBundle;
  /** Address of dist/page.js, which draws our outputs. */
  readonly script: string;
  /** The one thing that scripts and styles of this document are known by; new for each document. */
  readonly nonce: string;
}

const style = `body { padding: 1em; }
pre { font-family: var(--vscode-editor-font-family); white-space: pre-wrap; }
table { border-collapse: collapse; } td, th { padding: 0 0.6em; text-align: right; }`;

/** A variable's output as the document of a webview: nothing but our own script runs, nothing is fetched. */
export function variableDocument({ name, data, script, nonce }: VariableDocument): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "img-src data:",
  ].join("; ");
  const output = outputHtml({
    output_type: "display_data",
    data: data as Record<string, OutputData[string]>,
    metadata: {},
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(name)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
${output}
<script nonce="${nonce}" src="${escapeHtml(script)}"></script>
</body>
</html>
`;
}
