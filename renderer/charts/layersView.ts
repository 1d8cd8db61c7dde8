import { exactNumber } from "../../src/figures/exactNumber.ts";
import { tokenName } from "../../src/figures/format.ts";
import { largestAt } from "../../src/figures/heatGrid.ts";
import { picture } from "../../src/figures/picture.ts";
import { layerTokens } from "../../src/figures/tokenStats/layerTokens.ts";
import { layersMap, type LayersMapOptions } from "../../src/figures/tokenStats/layersMap.ts";
import { stageValues } from "../../src/figures/tokenStats/stages.ts";
import type { Theme } from "../../src/figures/theme.ts";
import type { TokenStatsPayload } from "../../src/protocol/outputs/tokenStats.ts";
import type { PicturePlace } from "../cursorTargets.ts";
import { blockWords } from "../details/cells.ts";
import { h, svgDom } from "../dom.ts";
import { PaneWidth } from "../paneWidth.ts";
import { PictureCursor } from "../pictureCursor.ts";
import { chartsOf, mapChoice, type TokenStatsState } from "./tokenStatsState.ts";

interface Shown {
  readonly payload: TokenStatsPayload;
  readonly options: LayersMapOptions;
  readonly theme: Theme;
}

const mostLayers = 512;
const widest = 860;
/** No cell is narrower than two pixels. */
const leastCell = 2;

/** All layers of a deep model as a map of layers x tokens, from which one opens on a click or Enter. */
export class LayersView {
  readonly element: HTMLElement;
  readonly #words = h("p", { class: "tw-muted" });
  readonly #holder = h("div", { class: "tw-picture tw-map", role: "group" });
  readonly #cursor: PictureCursor;
  readonly #width = new PaneWidth(this.#holder, () => this.#redraw(), widest);
  #shown: (Shown & { readonly state: TokenStatsState }) | undefined;

  constructor(open: (layer: number) => void) {
    this.#cursor = new PictureCursor(
      this.#holder,
      (place) => (this.#shown === undefined ? "" : cellWords(this.#shown, place)),
      ({ row }) => open(row),
    );
    this.element = h("div", {}, this.#words, this.#holder, this.#cursor.readout);
  }

  update(payload: TokenStatsPayload, state: TokenStatsState, theme: Theme): void {
    const { quantity, title } = chartsOf[mapChoice(state.shown)][0]!;
    const width = this.#width.measure();
    const most = Math.floor(width / leastCell);
    const options = { quantity, stage: "before", sequence: state.sequence, width, most } as const;
    // A state that has changed nothing here costs nothing: a map of many layers takes a while to draw.
    const before = this.#shown;
    const isSame = before?.payload === payload && before.theme === theme;
    if (isSame && JSON.stringify(before.options) === JSON.stringify(options)) return;
    this.#shown = { payload, options, theme, state };
    const layers = payload.layers.slice(0, mostLayers);
    const hidden = payload.layers.length - layers.length;
    const which = hidden > 0 ? `the first ${mostLayers} of ${payload.layers.length} layers` : "all layers";
    const words = `${title} before normalising, ${which}. A click or Enter opens a layer.`;
    const map = layersMap({ ...payload, layers }, options, theme);
    this.#words.textContent = words;
    this.#holder.setAttribute("aria-label", `${words} Arrow keys read the values.`);
    this.#holder.replaceChildren(
      svgDom(picture(map, theme, { title: words, description: words }, map.element)),
    );
    this.#cursor.attach();
  }

  dispose(): void {
    this.#width.dispose();
  }

  #redraw(): void {
    if (this.#shown === undefined) return;
    const { payload, state, theme } = this.#shown;
    this.update(payload, state, theme);
  }
}

function cellWords({ payload, options }: Shown, place: PicturePlace): string {
  const layer = payload.layers[place.row];
  if (layer === undefined) return "";
  const values = stageValues(layer, options.stage, options.quantity, options.sequence);
  const { index: token, value } = largestAt(values, place.column, place.columns);
  const text = tokenName(layerTokens(payload, layer, options.sequence), token, 30);
  return `${layer.name} · token ${token} "${text}" · ${exactNumber(value)}${blockWords(place)}`;
}
