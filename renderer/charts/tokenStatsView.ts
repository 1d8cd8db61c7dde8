import { plural } from "../../src/figures/format.ts";
import { drawing } from "../../src/figures/index.ts";
import { markPath } from "../../src/figures/tokenStats/panel.ts";
import { stages, type StageName } from "../../src/figures/tokenStats/stages.ts";
import { el } from "../../src/figures/svg.ts";
import { statsTokenCount } from "../../src/figures/tokenCount.ts";
import type { Theme } from "../../src/figures/theme.ts";
import type { TokenStatsPayload } from "../../src/protocol/outputs/tokenStats.ts";
import { choice, select, toggle } from "../controls.ts";
import { DataTable } from "../dataTable.ts";
import { h, svgDom } from "../dom.ts";
import { Frame, saveTools, type Savable } from "../frame.ts";
import type { View } from "../view.ts";
import { LayerPanel } from "./layerPanel.ts";
import { LayersView } from "./layersView.ts";
import { tokenStatsTable } from "./tokenStatsTable.ts";
import {
  fitted,
  initialState,
  mapChoice,
  type Mode,
  type Shown,
  type TokenStatsState,
} from "./tokenStatsState.ts";

const mime = "application/vnd.tokenwise.token-stats.v1+json";

/** Mean and variance of each token before, normalised and after, for a layer of the reader's choice. */
export class TokenStatsView implements View<TokenStatsPayload> {
  readonly element: HTMLElement;
  readonly #frame: Frame;
  readonly #panel = new LayerPanel();
  readonly #table = new DataTable();
  readonly #map = new LayersView((layer) => this.#set({ layer, mode: "chart" }));
  readonly #layer = select("Layer", [], (layer) =>
    this.#set({ layer, mode: this.#state.mode === "table" ? "table" : "chart" }),
  );
  readonly #sequence = select("Sequence", [], (sequence) => this.#set({ sequence }));
  readonly #shown = choice<Shown>(
    "Quantity",
    [
      { value: "meanAndVariance", words: "Mean, variance" },
      { value: "mean", words: "Mean" },
      { value: "variance", words: "Variance" },
      { value: "rms", words: "RMS" },
      { value: "maxAbs", words: "Largest |value|" },
    ],
    (shown) => this.#set({ shown }),
  );
  readonly #mode = choice<Mode>(
    "View",
    [
      { value: "chart", words: "Chart" },
      { value: "layers", words: "All layers" },
      { value: "table", words: "Table" },
    ],
    (mode) => this.#set({ mode }),
  );
  readonly #log = toggle("Log scale", (logarithmic) => this.#set({ logarithmic }));
  readonly #stages: readonly { name: StageName; button: ReturnType<typeof toggle> }[];
  #payload: TokenStatsPayload;
  #theme: Theme;
  #state: TokenStatsState;

  constructor(payload: TokenStatsPayload, theme: Theme) {
    this.#payload = payload;
    this.#theme = theme;
    this.#state = initialState(payload);
    this.#stages = stages.map(({ name, words, mark }) => ({
      name,
      button: toggle(stageChip(words, mark, name), (isShown) => this.#showStage(name, isShown)),
    }));
    this.#frame = new Frame([this.#mode.element, ...saveTools(() => this.#savable())]);
    this.element = this.#frame.element;
    this.#frame.controls.append(
      this.#layer.element,
      this.#sequence.element,
      this.#shown.element,
      this.#log.element,
    );
  }

  update(payload: TokenStatsPayload): void {
    this.#payload = payload;
    this.#state = fitted(this.#state, payload);
    this.#draw();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#draw();
  }

  dispose(): void {
    this.#panel.dispose();
    this.#map.dispose();
  }

  #set(change: Partial<TokenStatsState>): void {
    this.#state = { ...this.#state, ...change };
    this.#draw();
  }

  #showStage(name: StageName, isShown: boolean): void {
    const hidden = new Set(this.#state.hidden);
    if (isShown) hidden.delete(name);
    else hidden.add(name);
    this.#set({ hidden });
  }

  #draw(): void {
    const { layers, batch, model, notes } = this.#payload;
    const counts = [
      plural(batch, "sequence"),
      plural(statsTokenCount(this.#payload), "token"),
      plural(layers.length, "normalisation layer"),
    ];
    this.#frame.setWords(`Token statistics of ${model}`, counts.join(" · "), notes);
    this.#drawControls();
    if (layers.length === 0) {
      this.#frame.body.replaceChildren(h("p", {}, "No normalisation layer took part in this run."));
      return;
    }
    const drawers: Record<Mode, () => HTMLElement[]> = {
      chart: () => this.#chart(),
      layers: () => this.#layers(),
      table: () => this.#tableView(),
    };
    const shown = drawers[this.#state.mode]();
    // Nodes that are already in place stay there, so that nothing jumps and the focus is kept.
    if (
      shown.some((node, index) => this.#frame.body.children[index] !== node) ||
      shown.length !== this.#frame.body.children.length
    )
      this.#frame.body.replaceChildren(...shown);
  }

  #drawControls(): void {
    const { layers, batch } = this.#payload;
    const { layer, sequence, shown, mode, logarithmic, hidden } = this.#state;
    this.#layer.set(
      layers.map(({ name, kind }) => `${name} (${kind})`),
      layer,
    );
    this.#sequence.set(
      Array.from({ length: batch }, (_, index) => String(index)),
      sequence,
    );
    this.#sequence.element.hidden = batch < 2;
    this.#shown.set(mode === "layers" ? mapChoice(shown) : shown);
    this.#shown.offer("meanAndVariance", mode === "chart");
    this.#shown.element.hidden = mode === "table";
    this.#log.set(logarithmic);
    this.#log.element.hidden = mode !== "chart";
    this.#mode.set(mode);
    this.#mode.offer("layers", layers.length > 1);
    this.#layer.element.hidden = layers.length < 2 || mode === "layers";
    for (const { name, button } of this.#stages) {
      button.set(!hidden.has(name));
      button.element.disabled = layers[layer]?.[name] === null;
    }
  }

  readonly #legend = h("div", { class: "tw-row tw-legend", role: "group", "aria-label": "Stages" });

  #chart(): HTMLElement[] {
    if (this.#legend.childElementCount === 0)
      this.#legend.append(
        ...this.#stages.map(({ button }) => button.element),
        h("span", { class: "tw-dash" }, "one statistic for all tokens: the wrong reading"),
      );
    // The panel is in the document before its charts are drawn: they take their size from it.
    if (!this.#panel.element.isConnected) this.#frame.body.replaceChildren(this.#legend, this.#panel.element);
    this.#panel.update(this.#payload, this.#state, this.#theme);
    return [this.#legend, this.#panel.element];
  }

  #layers(): HTMLElement[] {
    // In the document first: the map is laid out for the width that it has there, once.
    if (!this.#map.element.isConnected) this.#frame.body.replaceChildren(this.#map.element);
    this.#map.update(this.#payload, this.#state, this.#theme);
    return [this.#map.element];
  }

  #tableView(): HTMLElement[] {
    this.#table.show(tokenStatsTable(this.#payload, this.#state.layer, this.#state.sequence));
    return [this.#table.element];
  }

  /** The chosen layer's charts and numbers; with all layers in view, the picture of all. */
  #savable(): Savable {
    const { layer, sequence, mode } = this.#state;
    const chosen = this.#payload.layers[layer];
    const title = `token statistics of ${this.#payload.model}`;
    const shown = mode === "layers" || chosen === undefined ? this.#payload.layers : [chosen];
    return {
      title: shown.length === 1 ? `${title} ${chosen!.name}` : title,
      picture: drawing(mime, { ...this.#payload, layers: shown }, this.#theme),
      table: chosen === undefined ? null : tokenStatsTable(this.#payload, layer, sequence),
    };
  }
}

function stageChip(words: string, mark: "circle" | "square" | "diamond", name: StageName): HTMLElement {
  const shape = el("path", { d: markPath(mark, 7, 7, 4.5), fill: `var(--tw-${name})` });
  return h(
    "span",
    { class: "tw-chip" },
    svgDom(el("svg", { width: 14, height: 14, "aria-hidden": "true" }, shape)),
    words,
  );
}
