import { drawing } from "../src/figures/index.ts";
import type { Theme } from "../src/figures/theme.ts";
import type { OutputMime, OutputPayload } from "../src/protocol/outputs/index.ts";
import { h, svgDom } from "./dom.ts";
import type { ViewFactory } from "./view.ts";

/** A view that is its picture. */
export function pictureView<M extends OutputMime>(mime: M): ViewFactory<OutputPayload<M>> {
  return (first, firstTheme) => {
    let payload = first;
    let theme = firstTheme;
    const element = h("div", { class: "tw-picture" });
    const draw = () => {
      const picture = drawing(mime, payload, theme);
      element.replaceChildren(...(picture === null ? [] : [svgDom(picture)]));
    };
    draw();
    return {
      element,
      update: (next) => ((payload = next), draw()),
      setTheme: (next: Theme) => ((theme = next), draw()),
      dispose: () => element.replaceChildren(),
    };
  };
}
