import { join } from "node:path";
import esbuild from "esbuild";
import type { Page } from "playwright-core";
import type { Browser } from "./browser.ts";
import { root } from "./server.ts";

export type ThemeKind =
  "vscode-light" | "vscode-dark" | "vscode-high-contrast" | "vscode-high-contrast-light";

export const themeKinds: readonly ThemeKind[] = [
  "vscode-light",
  "vscode-dark",
  "vscode-high-contrast",
  "vscode-high-contrast-light",
];

interface Renderer {
  renderOutputItem(item: unknown, element: HTMLElement, signal: AbortSignal): void;
  disposeOutputItem(id?: string): void;
}

declare global {
  interface Window {
    tokenwise: { activate(context: unknown): Renderer };
    renderer: Renderer;
  }
}

let script: Promise<string> | undefined;

/** The renderer as it ships, as a plain script. */
function rendererScript(): Promise<string> {
  script ??= esbuild
    .build({
      entryPoints: [join(root, "renderer", "index.ts")],
      bundle: true,
      minify: true,
      format: "iife",
      globalName: "tokenwise",
      target: "es2022",
      write: false,
    })
    .then(({ outputFiles }) => outputFiles[0]!.text);
  return script;
}

const shell = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>outputs</title>
<style>body { margin: 8px; }</style></head><body data-vscode-theme-kind="vscode-light"></body></html>`;

/** A document of outputs as a notebook's webview has it, without VS Code around it: quick to open and to measure. */
export class RendererPage {
  readonly page: Page;
  /** Errors that reached nobody. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.errors.push(error.message));
  }

  static async open(browser: Browser): Promise<RendererPage> {
    const page = await browser.newPage();
    const address = "http://127.0.0.1:9/outputs.html";
    await page.route(address, (route) => route.fulfill({ contentType: "text/html", body: shell }));
    await page.goto(address);
    // A file's name for the functions that tsx names when it compiles the callbacks of `evaluate`.
    await page.addScriptTag({ content: "globalThis.__name = (value) => value;" });
    await page.addScriptTag({ content: await rendererScript() });
    await page.evaluate(() => {
      window.renderer = window.tokenwise.activate({});
    });
    return new RendererPage(page);
  }

  /** Renders as VS Code does: an element per output, the same element again for an update. */
  async show(id: string, mime: string, payload: unknown): Promise<void> {
    await this.page.evaluate(
      ([id, mime, text]) => {
        let element = document.getElementById(`output-${id}`);
        if (element === null) {
          element = document.body.appendChild(document.createElement("div"));
          element.id = `output-${id}`;
        }
        const bytes = new TextEncoder().encode(text);
        const item = { id, mime, data: () => bytes, text: () => text, json: () => JSON.parse(text) };
        window.renderer.renderOutputItem(item, element, new AbortController().signal);
      },
      [id, mime, JSON.stringify(payload)] as const,
    );
  }

  output(id: string) {
    return this.page.locator(`#output-${id}`);
  }

  async dispose(id?: string): Promise<void> {
    await this.page.evaluate((id) => window.renderer.disposeOutputItem(id), id);
  }

  async setTheme(kind: ThemeKind): Promise<void> {
    await this.page.evaluate((kind) => (document.body.dataset["vscodeThemeKind"] = kind), kind);
    await this.frame();
  }

  /** Waits until what was changed is painted. */
  async frame(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
