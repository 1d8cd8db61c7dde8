import { joinText, type Output, type OutputData, type MultilineText } from "../nbformat/index.ts";
import { isOutputMime, parseOutput, type OutputMime, type OutputPayload } from "../protocol/outputs/index.ts";
import { figure, plainText } from "../figures/index.ts";
import { bytesProblem, sizeProblem } from "../figures/payloadLimits.ts";
import { plainOutput } from "./ansi.ts";
import { escapeHtml, jsonForScript, textDataUri } from "./html.ts";
import { markdownHtml } from "./markdown.ts";

/** One saved output as safe HTML: data is shown, never run. */
export function outputHtml(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return pre(joinText(output.text), `stream ${output.name === "stderr" ? "stderr" : "stdout"}`);
    case "error":
      return pre(errorText(output), "error");
    case "display_data":
    case "execute_result":
      return bundleHtml(output.data);
    default:
      return "";
  }
}

function errorText(output: Extract<Output, { output_type: "error" }>): string {
  return output.traceback.length > 0 ? output.traceback.join("\n") : `${output.ename}: ${output.evalue}`;
}

function bundleHtml(data: OutputData): string {
  const own = Object.keys(data).find(isOutputMime);
  if (own !== undefined) return ownHtml(own, data[own]);
  for (const mime of ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"])
    if (data[mime] !== undefined) return imageHtml(mime, textOf(data[mime]), data);
  if (data["text/markdown"] !== undefined)
    return `<div class="markdown">${markdownHtml(textOf(data["text/markdown"]))}</div>`;
  // text/html of a saved notebook could load from other hosts or run, so its text form is shown, or its source.
  const [mime, value] = ["text/plain", "application/json", "text/latex", "text/html"]
    .map((name) => [name, data[name]] as const)
    .find(([, content]) => content !== undefined) ?? ["", undefined];
  if (value === undefined) return pre(`Output of type ${Object.keys(data).join(", ") || "unknown"}`, "note");
  return pre(mime === "application/json" ? JSON.stringify(value, null, 2) : textOf(value), "result");
}

/** An output of ours: its data for the page's script, and its picture for readers without scripts. */
function ownHtml(mime: OutputMime, value: unknown): string {
  const json = jsonForScript(value);
  const tooLarge = bytesProblem(json.length);
  if (tooLarge !== undefined) return pre(tooLarge, "error");
  const parsed = parseOutput(mime, value);
  const problem = parsed.ok ? sizeProblem(parsed.payload) : parsed.message;
  if (!parsed.ok || problem !== undefined) return pre(`This output cannot be drawn: ${problem}`, "error");
  try {
    const still = stillHtml(mime, parsed.payload);
    return (
      `<div class="tokenwise" data-mime="${mime}">` +
      `<script type="application/json">${json}</script><noscript>${still}</noscript></div>`
    );
  } catch (error) {
    // Numbers that cannot be unpacked, say: one damaged output must not cost the whole page.
    return pre(
      `This output cannot be drawn: ${error instanceof Error ? error.message : String(error)}`,
      "error",
    );
  }
}

function stillHtml<M extends OutputMime>(mime: M, payload: OutputPayload<M>): string {
  const svg = figure(mime, payload);
  const words = plainText(mime, payload);
  return svg === null
    ? pre(words, "result")
    : `<img src="${textDataUri("image/svg+xml", svg)}" alt="${escapeHtml(words.slice(0, 300))}">`;
}

function imageHtml(mime: string, content: string, data: OutputData): string {
  const alt = escapeHtml(textOf(data["text/plain"] ?? "").slice(0, 300));
  const source =
    mime === "image/svg+xml"
      ? textDataUri(mime, content)
      : `data:${mime};base64,${content.replace(/[^A-Za-z0-9+/=]/g, "")}`;
  return `<img src="${source}" alt="${alt}">`;
}

function textOf(value: OutputData[string]): string {
  const isLines = Array.isArray(value) && value.every((line) => typeof line === "string");
  return typeof value === "string" || isLines ? joinText(value as MultilineText) : JSON.stringify(value);
}

function pre(text: string, kind: string): string {
  return `<pre class="${kind}">${escapeHtml(plainOutput(text))}</pre>`;
}
