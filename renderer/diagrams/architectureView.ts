import {
  architectureFigure,
  diagram,
  diagramLegend,
  missingNormWords,
} from "../../src/figures/architecture/figure.ts";
import { architectureLayout } from "../../src/figures/architecture/layout.ts";
import { placementWords } from "../../src/figures/architecture/text.ts";
import {
  hasStatistics,
  nodeStatistics,
  overlayLegend,
  overlayOf,
  type NodeStatistic,
  type Overlay,
} from "../../src/figures/architecture/overlay.ts";
import { defaultFolds, tooManyWords } from "../../src/figures/architecture/visible.ts";
import { picture } from "../../src/figures/picture.ts";
import { group } from "../../src/figures/svg.ts";
import { architectureTokenCount } from "../../src/figures/tokenCount.ts";
import type { Theme } from "../../src/figures/theme.ts";
import type { ArchitecturePayload } from "../../src/protocol/outputs/architecture.ts";
import { button, choice, select } from "../controls.ts";
import { DataTable } from "../dataTable.ts";
import { h, svgDom } from "../dom.ts";
import { Frame, saveTools, type Savable } from "../frame.ts";
import { PaneWidth } from "../paneWidth.ts";
import type { View } from "../view.ts";
import { architectureTable } from "./architectureTable.ts";
import { PanZoom } from "./panZoom.ts";

type Mode = "diagram" | "table";

/** In panes narrower than this the diagram's columns stand closer together. */
const narrow = 480;

/** The diagram of a model: blocks fold and unfold, drag and keys move it. */
export class ArchitectureView implements View<ArchitecturePayload> {
  readonly element: HTMLElement;
  readonly #frame: Frame;
  readonly #window = new PanZoom();
  readonly #legend = h("div", { class: "tw-picture" });
  readonly #width = new PaneWidth(this.#legend, () => this.#followWidth());
  readonly #missing = h("p", { class: "tw-warning" });
  readonly #table = new DataTable();
  readonly #mode = choice<Mode>(
    "View",
    [
      { value: "diagram", words: "Diagram" },
      { value: "table", words: "Table" },
    ],
    (mode) => this.#show(mode),
  );
  readonly #over = select("Statistics", [], (index) => {
    this.#statistic = nodeStatistics[index - 1]?.name ?? null;
    this.#redrawFitted();
  });
  #payload: ArchitecturePayload;
  #theme: Theme;
  #folded: Set<string>;
  #statistic: NodeStatistic | null = null;
  #isFitted = false;
  #isNarrow = false;

  constructor(payload: ArchitecturePayload, theme: Theme) {
    this.#payload = payload;
    this.#theme = theme;
    this.#folded = defaultFolds(payload);
    this.#frame = new Frame([this.#mode.element, ...saveTools(() => this.#savable())]);
    this.element = this.#frame.element;
    this.#frame.controls.append(
      button("Fold all", "Close every block", () => this.#foldAll()),
      button("Unfold blocks", "Open every block", () => this.#unfoldBlocks()),
      button("−", "Zoom out (-)", () => this.#window.zoom(0.8)),
      button("+", "Zoom in (+)", () => this.#window.zoom(1.25)),
      button("Fit", "Show the whole width (0)", () => this.#window.fit()),
      this.#over.element,
    );
    this.#window.element.addEventListener("click", (event) => this.#toggle(event.target));
    this.#window.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") this.#toggle(event.target, event);
    });
    this.#show("diagram");
  }

  update(payload: ArchitecturePayload): void {
    this.#payload = payload;
    if (this.#table.element.isConnected) this.#table.show(architectureTable(payload));
    this.#frame.setWords(`Architecture of ${payload.model}`, placementWords(payload), payload.notes);
    this.#window.element.setAttribute(
      "aria-label",
      `Diagram of ${payload.model}. Arrow keys move it, plus and minus zoom, Tab goes from block to block.`,
    );
    this.#missing.textContent = missingNormWords(payload);
    this.#offerStatistics();
    this.#draw();
    if (!this.#isFitted) this.#window.open();
    this.#isFitted = true;
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#draw();
  }

  dispose(): void {
    this.#width.dispose();
    this.element.remove();
  }

  #offerStatistics(): void {
    const isOffered = hasStatistics(this.#payload);
    if (!isOffered) this.#statistic = null;
    this.#over.element.hidden = !isOffered;
    const place = nodeStatistics.findIndex(({ name }) => name === this.#statistic);
    this.#over.set(["none", ...nodeStatistics.map(({ words }) => words)], place + 1);
  }

  #overlay(): Overlay | null {
    return this.#statistic === null ? null : overlayOf(this.#payload, this.#statistic, this.#theme);
  }

  #show(mode: Mode): void {
    if (mode === "table") this.#table.show(architectureTable(this.#payload));
    this.#mode.set(mode);
    this.#frame.controls.hidden = mode === "table";
    this.#frame.body.replaceChildren(
      ...(mode === "table" ? [this.#table.element] : [this.#missing, this.#legend, this.#window.element]),
    );
  }

  #draw(): void {
    const tooMany = tooManyWords(this.#payload, this.#folded);
    if (tooMany === "") this.#drawDiagram();
    else this.#window.say(tooMany);
  }

  #drawDiagram(): void {
    const overlay = this.#overlay();
    this.#isNarrow = this.#width.measure() < narrow;
    const options = { hasOverlay: overlay !== null, isNarrow: this.#isNarrow };
    const layout = architectureLayout(this.#payload, this.#folded, options);
    const words = {
      title: `Architecture of ${this.#payload.model}`,
      description: placementWords(this.#payload),
    };
    // Strokes reach half their width beyond the layout.
    const size = { width: layout.width + 4, height: layout.height + 4 };
    const drawing = group(
      { x: 2, y: 2 },
      diagram(layout, architectureTokenCount(this.#payload), this.#theme, overlay),
    );
    const drawn = svgDom(picture(size, this.#theme, words, drawing));
    // An image has no parts for a screen reader; this one has buttons in it.
    drawn.setAttribute("role", "group");
    for (const { node, folded } of layout.nodes)
      if (folded) this.#makeButton(drawn, "data-node", node.id, `Unfold ${node.label}`, false);
    for (const { node } of layout.boxes)
      this.#makeButton(drawn, "data-box", node.id, `Fold ${node.label}`, true);
    this.#window.show(drawn, size);
    this.#drawLegend();
  }

  #followWidth(): void {
    if (this.#width.measure() < narrow === this.#isNarrow) this.#drawLegend();
    else this.#redrawFitted();
  }

  #drawLegend(): void {
    const overlay = this.#overlay();
    const width = this.#width.measure();
    const legends = [
      diagramLegend(width, this.#theme),
      ...(overlay === null ? [] : [overlayLegend(overlay, width, this.#theme)]),
    ];
    this.#legend.replaceChildren(
      ...legends.map((legend) =>
        svgDom(picture(legend, this.#theme, { title: "Legend", description: "Legend" }, legend.element)),
      ),
    );
  }

  /** A box or folded node opens and closes on a click, Enter or the space bar. */
  #makeButton(drawn: SVGElement, attribute: string, id: string, words: string, isOpen: boolean): void {
    const element = [...drawn.querySelectorAll(`[${attribute}]`)].find(
      (one) => one.getAttribute(attribute) === id,
    );
    element?.setAttribute("tabindex", "0");
    element?.setAttribute("role", "button");
    element?.setAttribute("aria-label", words);
    element?.setAttribute("aria-expanded", String(isOpen));
    element?.setAttribute("data-fold", id);
  }

  #toggle(target: EventTarget | null, event?: Event): void {
    const id =
      target instanceof Element ? target.closest("[data-fold]")?.getAttribute("data-fold") : undefined;
    if (id === undefined || id === null) return;
    event?.preventDefault();
    if (!this.#folded.delete(id)) this.#folded.add(id);
    this.#draw();
    // The drawing is new: the focus goes back to what was opened or closed.
    for (const element of this.#window.element.querySelectorAll<SVGElement>("[data-fold]"))
      if (element.getAttribute("data-fold") === id) element.focus({ preventScroll: true });
  }

  #foldAll(): void {
    this.#folded = new Set(this.#payload.nodes.map(({ id }) => id));
    this.#redrawFitted();
  }

  #unfoldBlocks(): void {
    const inner = this.#payload.nodes.filter(({ kind }) => kind !== "block").map(({ id }) => id);
    this.#folded = new Set(inner);
    this.#redrawFitted();
  }

  #redrawFitted(): void {
    this.#draw();
    this.#window.open();
  }

  #savable(): Savable {
    return {
      title: `architecture of ${this.#payload.model}`,
      picture: architectureFigure(this.#payload, this.#theme, this.#folded, this.#overlay()),
      table: architectureTable(this.#payload),
    };
  }
}
