import {
  architectureFigure,
  diagram,
  diagramLegend,
  missingNormWords,
} from "../../src/figures/architecture/figure.ts";
import { architectureLayout } from "../../src/figures/architecture/layout.ts";
import { nodeWords, placementWords } from "../../src/figures/architecture/text.ts";
import { treeOf, type TreeNode } from "../../src/figures/architecture/tree.ts";
import { defaultFolds } from "../../src/figures/architecture/visible.ts";
import { formatCount, formatShape, plural } from "../../src/figures/format.ts";
import { picture } from "../../src/figures/picture.ts";
import { group } from "../../src/figures/svg.ts";
import { architectureTokenCount } from "../../src/figures/tokenCount.ts";
import type { Theme } from "../../src/figures/theme.ts";
import type { ArchitecturePayload } from "../../src/protocol/outputs/architecture.ts";
import { button, choice } from "../controls.ts";
import { DataTable, type TableData } from "../dataTable.ts";
import { h, svgDom } from "../dom.ts";
import { Frame, saveTools, type Savable } from "../frame.ts";
import type { View } from "../view.ts";
import { PanZoom } from "./panZoom.ts";

type Mode = "diagram" | "table";

/** The diagram of a model: blocks fold and unfold, drag and keys move it. */
export class ArchitectureView implements View<ArchitecturePayload> {
  readonly element: HTMLElement;
  readonly #frame: Frame;
  readonly #window = new PanZoom();
  readonly #legend = h("div", { class: "tw-picture" });
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
  #payload: ArchitecturePayload;
  #theme: Theme;
  #folded: Set<string>;

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
    );
    this.#window.element.addEventListener("click", (event) => this.#toggle(event.target));
    this.#window.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") this.#toggle(event.target, event);
    });
    this.update(payload);
    this.#show("diagram");
    requestAnimationFrame(() => this.#window.fit());
  }

  update(payload: ArchitecturePayload): void {
    this.#payload = payload;
    this.#frame.setWords(`Architecture of ${payload.model}`, placementWords(payload), payload.notes);
    this.#window.element.setAttribute(
      "aria-label",
      `Diagram of ${payload.model}. Arrow keys move it, plus and minus zoom, Tab goes from block to block.`,
    );
    this.#missing.textContent = missingNormWords(payload);
    this.#table.show(architectureTable(payload));
    this.#draw();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#draw();
  }

  dispose(): void {
    this.element.remove();
  }

  #show(mode: Mode): void {
    this.#mode.set(mode);
    this.#frame.controls.hidden = mode === "table";
    this.#frame.body.replaceChildren(
      ...(mode === "table" ? [this.#table.element] : [this.#missing, this.#legend, this.#window.element]),
    );
  }

  #draw(): void {
    const layout = architectureLayout(this.#payload, this.#folded);
    const words = {
      title: `Architecture of ${this.#payload.model}`,
      description: placementWords(this.#payload),
    };
    // Strokes reach half their width beyond the layout.
    const size = { width: layout.width + 4, height: layout.height + 4 };
    const drawing = group(
      { x: 2, y: 2 },
      diagram(layout, architectureTokenCount(this.#payload), this.#theme),
    );
    const drawn = svgDom(picture(size, this.#theme, words, drawing));
    // An image has no parts for a screen reader; this one has buttons in it.
    drawn.setAttribute("role", "group");
    for (const { node, folded } of layout.nodes)
      if (folded) this.#makeButton(drawn, "data-node", node.id, `Unfold ${node.label}`, false);
    for (const { node } of layout.boxes)
      this.#makeButton(drawn, "data-box", node.id, `Fold ${node.label}`, true);
    this.#window.show(drawn, size);
    const legend = diagramLegend(this.#theme);
    this.#legend.replaceChildren(
      svgDom(picture(legend, this.#theme, { title: "Legend", description: "Legend" }, legend.element)),
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
    this.#window.fit();
  }

  #savable(): Savable {
    return {
      title: `architecture of ${this.#payload.model}`,
      picture: architectureFigure(this.#payload, this.#theme, this.#folded),
      table: architectureTable(this.#payload),
    };
  }
}

function architectureTable(payload: ArchitecturePayload): TableData {
  const rows: TreeNode[] = [];
  const visit = (tree: TreeNode) => {
    rows.push(tree);
    tree.children.forEach(visit);
  };
  treeOf(payload).forEach(visit);
  const total = payload.nodes.reduce((sum, node) => sum + node.parameters, 0);
  return {
    caption: `${plural(rows.length, "node")}, ${formatCount(total)} parameters in all`,
    head: ["path", "kind", "what it does", "output shape", "parameters"],
    count: rows.length,
    row: (index) => {
      const { node } = rows[index]!;
      return [
        node.path || node.id,
        node.type,
        nodeWords(node),
        formatShape(node.outputShape),
        formatCount(node.parameters),
      ];
    },
  };
}
