import MarkdownIt, { type Token } from "markdown-it";
import type { Cell } from "../nbformat/index.ts";
import { escapeHtml } from "./html.ts";

/** Images that a page may hold: bytes inside the page itself. */
const imageData = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i;

/**
 * Markdown as safe HTML: raw HTML is shown as text, and nothing points to another host. A link becomes its words and
 * its address; an image is drawn from the cell's attachments or a data: address, else named.
 */
export function markdownHtml(source: string, attachments: Cell["attachments"] = {}): string {
  const parser = new MarkdownIt({ html: false, linkify: false });
  parser.validateLink = () => true;
  const { rules } = parser.renderer;
  rules["link_open"] = (tokens, index) => linkOpen(tokens, index);
  rules["link_close"] = (tokens, index) => linkClose(tokens, index);
  rules["image"] = (tokens, index) => image(tokens[index]!, attachments);
  return parser.render(source);
}

function linkOpen(tokens: readonly Token[], index: number): string {
  const address = String(tokens[index]!.attrGet("href") ?? "");
  return address.startsWith("#") ? `<a href="${escapeHtml(address)}">` : `<span class="link">`;
}

function linkClose(tokens: readonly Token[], index: number): string {
  const open = openingOf(tokens, index);
  const address = String(open?.attrGet("href") ?? "");
  if (address.startsWith("#")) return "</a>";
  const words = open?.markup === "autolink" ? "" : ` <span class="address">(${escapeHtml(address)})</span>`;
  return `${words}</span>`;
}

/** Links do not nest in Markdown, so the nearest opening before is the one. */
function openingOf(tokens: readonly Token[], index: number): Token | undefined {
  return tokens.slice(0, index).findLast((token) => token.type === "link_open");
}

function image(token: Token, attachments: NonNullable<Cell["attachments"]>): string {
  const source = attached(decodeURIComponentSafely(String(token.attrGet("src") ?? "")), attachments);
  const words = escapeHtml(token.content);
  if (imageData.test(source)) return `<img src="${escapeHtml(source)}" alt="${words}">`;
  return `<span class="link">${words} <span class="address">(${escapeHtml(source)})</span></span>`;
}

function attached(source: string, attachments: NonNullable<Cell["attachments"]>): string {
  if (!source.startsWith("attachment:")) return source;
  const bundle = attachments[source.slice("attachment:".length)];
  if (typeof bundle !== "object" || bundle === null || Array.isArray(bundle)) return source;
  const [mime, data] = Object.entries(bundle)[0] ?? [];
  return typeof data === "string" ? `data:${mime};base64,${data.replace(/\s/g, "")}` : source;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
