import type { Chart } from "chart.js";
import { GlobalWindow } from "happy-dom";
import type { OutputItem, RendererApi } from "vscode-notebook-renderer";

/** What a test of the renderer has in its hands. */
export interface FakeEditor {
  readonly window: GlobalWindow;
  readonly renderer: RendererApi;
  /** Calls on 2-D contexts so far, by name: what a canvas was asked to draw. */
  readonly drawn: Map<string, number>;
  /** Renders as VS Code does: an element per output, the same element again for an update. */
  show(id: string, mime: string, payload: unknown): HTMLElement;
  /** The charts that exist, in the order in which they were made. */
  charts(): Chart[];
  /** All outputs gone, the theme light again. */
  clear(): void;
  close(): void;
}

const globals = [
  "window",
  "document",
  "HTMLElement",
  "SVGElement",
  "Element",
  "Node",
  "ShadowRoot",
  "CSSStyleSheet",
  "MutationObserver",
  "ResizeObserver",
  "matchMedia",
  "getComputedStyle",
  "requestAnimationFrame",
  "cancelAnimationFrame",
  "Image",
  "HTMLCanvasElement",
  "CanvasRenderingContext2D",
  "OffscreenCanvas",
] as const;

/** A document with the renderer in it, as a webview of notebook outputs has it; canvases record what they are asked. */
export async function openFakeEditor(): Promise<FakeEditor> {
  const window = new GlobalWindow({ width: 1000, height: 800 });
  const held = new Map<string, unknown>();
  const scope = globalThis as unknown as Record<string, unknown>;
  for (const name of globals) {
    held.set(name, scope[name]);
    Object.defineProperty(scope, name, {
      value: (window as unknown as Record<string, unknown>)[name],
      configurable: true,
      writable: true,
    });
  }
  const drawn = recordCanvas(window);
  window.document.body.dataset["vscodeThemeKind"] = "vscode-light";
  const { activate } = await import("../../renderer/index.ts");
  const renderer = (await activate({
    workspace: { isTrusted: false },
    setState() {},
    getState: () => undefined,
    getRenderer: async () => undefined,
  }))!;
  // Loaded as the renderer loads it, so that both see the same registry of charts.
  const chartjs = await import("chart.js");
  const elements = new Map<string, HTMLElement>();
  return {
    window,
    renderer,
    drawn,
    show(id, mime, payload) {
      const element =
        elements.get(id) ?? (document.body.appendChild(document.createElement("div")) as HTMLElement);
      elements.set(id, element);
      void renderer.renderOutputItem(outputItem(id, mime, payload), element, new AbortController().signal);
      return element;
    },
    charts: () => Object.values(chartjs.Chart.instances),
    clear() {
      renderer.disposeOutputItem?.();
      elements.clear();
      drawn.clear();
      document.body.replaceChildren();
      document.body.dataset["vscodeThemeKind"] = "vscode-light";
    },
    close() {
      renderer.disposeOutputItem?.();
      void window.happyDOM.abort();
      for (const [name, value] of held)
        Object.defineProperty(scope, name, { value, configurable: true, writable: true });
    },
  };
}

/** An output item over JSON, or over text that is none. */
export function outputItem(id: string, mime: string, payload: unknown): OutputItem {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const bytes = new TextEncoder().encode(text);
  return {
    id,
    mime,
    metadata: {},
    text: () => text,
    json: () => JSON.parse(text) as unknown,
    data: () => bytes,
    blob: () => new Blob([bytes], { type: mime }),
  };
}

/** happy-dom has no 2-D context: this one counts what is drawn, and measures text roughly. */
function recordCanvas(window: GlobalWindow): Map<string, number> {
  const drawn = new Map<string, number>();
  const context = (canvas: unknown) =>
    new Proxy({ canvas } as Record<string, unknown>, {
      get(target, name: string) {
        if (name in target) return target[name];
        return (...values: unknown[]) => {
          drawn.set(name, (drawn.get(name) ?? 0) + 1);
          return name === "measureText"
            ? { width: String(values[0]).length * 6, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2 }
            : undefined;
        };
      },
    });
  const held = new WeakMap<object, unknown>();
  window.HTMLCanvasElement.prototype.getContext = function getContext(this: object) {
    if (!held.has(this)) held.set(this, context(this));
    return held.get(this);
  } as never;
  return drawn;
}
