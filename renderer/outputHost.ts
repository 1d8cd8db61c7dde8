import { plainText } from "../src/figures/index.ts";
import { sizeProblem } from "../src/figures/payloadLimits.ts";
import type { Theme } from "../src/figures/theme.ts";
import { parseOutput, type OutputMime, type OutputPayload } from "../src/protocol/outputs/index.ts";
import { h } from "./dom.ts";
import { adoptStyle } from "./style.ts";
import { applyTheme } from "./theme.ts";
import type { View } from "./view.ts";
import { views } from "./views.ts";

interface Mounted {
  readonly mime: OutputMime;
  readonly root: HTMLElement;
  readonly view: View<unknown>;
}

/** The drawn outputs of one document: mounts, updates in place, follows the theme and cleans up. */
export class OutputHost {
  readonly #mounted = new Map<string, Mounted>();
  #theme: Theme;

  constructor(theme: Theme) {
    this.#theme = theme;
  }

  /** Draws a payload into an element; a payload that is wrong shows its field there, never a blank. */
  show(id: string, mime: OutputMime, payload: unknown, element: HTMLElement): void {
    const parsed = parseOutput(mime, payload);
    if (!parsed.ok) {
      this.fail(id, element, `This ${outputName(mime)} output cannot be drawn: ${parsed.message}`);
      return;
    }
    const tooLarge = sizeProblem(parsed.payload);
    if (tooLarge !== undefined) {
      this.fail(id, element, `This ${outputName(mime)} output is not drawn: ${tooLarge}.`);
      return;
    }
    const held = this.#mounted.get(id);
    try {
      if (held?.mime === mime && element.contains(held.root)) held.view.update(parsed.payload);
      else this.#mount(id, mime, parsed.payload, element);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.fail(id, element, `This ${outputName(mime)} output cannot be drawn: ${reason}`);
      element.append(h("pre", { class: "tw-plain" }, plainTextOf(mime, parsed.payload)));
    }
  }

  /** A message in the output's place. */
  fail(id: string, element: HTMLElement, message: string): void {
    this.dispose(id);
    adoptStyle(element);
    const box = h("div", { class: "tw-root tw-problem", role: "alert" }, message);
    applyTheme(box, this.#theme);
    element.replaceChildren(box);
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    for (const { root, view } of this.#mounted.values()) {
      applyTheme(root, theme);
      view.setTheme(theme);
    }
  }

  /** Ends one output, or all. */
  dispose(id?: string): void {
    for (const key of id === undefined ? [...this.#mounted.keys()] : [id]) {
      const held = this.#mounted.get(key);
      this.#mounted.delete(key);
      held?.view.dispose();
      held?.root.remove();
    }
  }

  #mount<M extends OutputMime>(id: string, mime: M, payload: OutputPayload<M>, element: HTMLElement): void {
    this.dispose(id);
    adoptStyle(element);
    const view = views[mime](payload, this.#theme);
    const root = h("div", { class: "tw-root" }, view.element);
    applyTheme(root, this.#theme);
    this.#mounted.set(id, { mime, root, view: view as View<unknown> });
    element.replaceChildren(root);
    view.update(payload);
  }
}

function outputName(mime: OutputMime): string {
  return mime.replace(/^application\/vnd\.tokenwise\./, "").replace(/\.v\d+\+json$/, "");
}

/** The text form, for a payload whose picture failed; its own failure must not hide the message. */
function plainTextOf(mime: OutputMime, payload: OutputPayload<OutputMime>): string {
  try {
    return plainText(mime, payload as never).slice(0, 20_000);
  } catch {
    return "";
  }
}
