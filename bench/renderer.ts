// How soon an output is painted: `npm run bench:renderer` writes bench/renderer.md. It needs the workbench's browser
// (linux/x64, installed by `npm test`).
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { architecturePayload } from "../test/figures/payloads/architecture.ts";
import { honestLossPayload } from "../test/figures/payloads/honestLoss.ts";
import { tokenInfluencePayload } from "../test/figures/payloads/tokenInfluence.ts";
import { tokenStatsPayload } from "../test/figures/payloads/tokenStats.ts";
import { launchBrowser } from "../test/workbench/harness/browser.ts";
import { RendererPage } from "../test/workbench/harness/rendererPage.ts";
import { longTokenStats } from "../test/workbench/renderer/longSequences.ts";
import { scrollFrames } from "./scrollFrames.ts";

const rounds = 7;
const stats = "application/vnd.tokenwise.token-stats.v1+json";
const names = Array.from({ length: 256 }, (_, index) => `t${index}`);

const outputs = [
  { name: "token statistics, 8,192 tokens x 24 layers", mime: stats, payload: longTokenStats(8192, 24) },
  { name: "token statistics, 8,192 tokens x 1 layer", mime: stats, payload: longTokenStats(8192, 1) },
  { name: "token statistics, 7 tokens x 2 layers", mime: stats, payload: tokenStatsPayload() },
  {
    name: "token influence, 256 x 256",
    mime: "application/vnd.tokenwise.token-influence.v1+json",
    payload: tokenInfluencePayload({ leaky: true, tokens: names }),
  },
  {
    name: "architecture, 96 blocks",
    mime: "application/vnd.tokenwise.architecture.v1+json",
    payload: architecturePayload({ layers: 96 }),
  },
  {
    name: "honest loss, 2 models",
    mime: "application/vnd.tokenwise.honest-loss.v1+json",
    payload: honestLossPayload(),
  },
];

const browser = await launchBrowser({ width: 1200, height: 1000 });
const rows: string[][] = [];
for (const { name, mime, payload } of outputs) {
  const text = JSON.stringify(payload);
  // A page of its own each time: the first output of a notebook is the slowest.
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await RendererPage.open(browser);
    cold.push(await painted(page, mime, text));
    warm.push(await painted(page, mime, text));
    await page.close();
  }
  rows.push([name, `${(text.length / 1e6).toFixed(2)} MB`, words(cold), words(warm)]);
  console.log(rows.at(-1)!.join(" | "));
}
const frames = await scrollFrames(browser);
console.log(frames);
await browser.close();

/** Milliseconds from the output's arrival, as text, until the frame that shows it has been painted. */
function painted({ page }: RendererPage, mime: string, text: string): Promise<number> {
  return page.evaluate(
    ([mime, text]) =>
      new Promise<number>((resolve) => {
        document.body.replaceChildren();
        window.renderer.disposeOutputItem();
        const element = document.body.appendChild(document.createElement("div"));
        const bytes = new TextEncoder().encode(text);
        const json = () => JSON.parse(new TextDecoder().decode(bytes)) as unknown;
        const item = { id: "a", mime, data: () => bytes, text: () => text, json };
        const start = performance.now();
        window.renderer.renderOutputItem(item, element, new AbortController().signal);
        // A message that is sent within a frame arrives after that frame is painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - start);
          port2.postMessage(null);
        });
      }),
    [mime, text] as const,
  );
}

function words(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `${sorted[rounds >> 1]!.toFixed(0)} ms (${sorted[0]!.toFixed(0)} to ${sorted.at(-1)!.toFixed(0)})`;
}

/** A table in Markdown, its columns aligned. */
function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(...[head, ...body].map((cells) => cells[at]!.length)));
  const line = (cells: readonly string[], fill = " ") =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!, fill)).join(" | ")} |`;
  return [
    line(head),
    line(
      head.map(() => "-"),
      "-",
    ),
    ...body.map((cells) => line(cells)),
  ].join("\n");
}

const page = `# How soon an output is painted

\`npm run bench:renderer\` writes this page: the shipped renderer in a headless Chromium without a graphics card, from the
arrival of the output's text (read from JSON, checked, drawn) until the frame that shows it is painted; median and range of
${rounds} pages. The first output of a notebook also pays for what the script does once. The aim is 300 ms for 8,192 tokens
x 24 layers. Measured with ${cpus().length} cores (${cpus()[0]?.model.trim()}).

${table(["output", "JSON", "first of a page", "second"], rows)}

${frames}
`;
writeFileSync(join(import.meta.dirname, "renderer.md"), page);
