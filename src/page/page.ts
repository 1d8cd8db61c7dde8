import { cellLanguage, cellSource, type Cell, type Notebook } from "../nbformat/index.ts";
import { highlight } from "./highlight.ts";
import { escapeHtml } from "./html.ts";
import { markdownHtml } from "./markdown.ts";
import { outputHtml } from "./output.ts";
import { sha256 } from "./sha256.ts";
import { stylesheet } from "./stylesheet.ts";

export interface PageOptions {
  readonly notebook: Notebook;
  /** Text of the bundle that draws our outputs (dist/page.js). */
  readonly script: string;
  readonly title: string;
}

/**
 * An executed notebook as one self-contained HTML text. Nothing in it comes from or points to another host, and its
 * Content-Security-Policy lets only our own script and style work: what a notebook saved is data, never markup.
 */
export function page({ notebook, script, title }: PageOptions): string {
  // The parser of HTML turns \r\n into \n, and the hash is of what it then sees.
  const code = script.replace(/\r\n?/g, "\n").replace(/<\/(?=script)/gi, "<\\/");
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${sha256(code)}'`,
    // Charts size their canvas through the style property, which no policy restricts; only this sheet is markup.
    `style-src 'sha256-${sha256(stylesheet)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="${languageOf(notebook)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${stylesheet}</style>
</head>
<body>
<main>
${notebook.cells.map((cell) => cellHtml(notebook, cell)).join("\n")}
</main>
<script>${code}</script>
</body>
</html>
`;
}

function cellHtml(notebook: Notebook, cell: Cell): string {
  const source = cellSource(cell);
  if (cell.cell_type === "markdown")
    return `<section class="cell markdown">${markdownHtml(source, cell.attachments)}</section>`;
  if (cell.cell_type === "raw") return `<section class="cell raw"><pre>${escapeHtml(source)}</pre></section>`;
  const code = highlight(source, cellLanguage(notebook, cell));
  const outputs = (cell.outputs ?? []).map(outputHtml).join("");
  const shown = outputs === "" ? "" : `<div class="outputs">${outputs}</div>`;
  return `<section class="cell code"><pre><code>${code}</code></pre>${shown}</section>`;
}

/** The language of the prose, for screen readers and fonts: Chinese where Markdown is mostly written in Han characters. */
function languageOf(notebook: Notebook): "en" | "zh-CN" {
  const prose = notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .map(cellSource)
    .join("");
  const han = prose.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = prose.match(/[A-Za-z]+/g)?.length ?? 0;
  return han > latin ? "zh-CN" : "en";
}
