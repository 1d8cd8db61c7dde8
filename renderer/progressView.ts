import { unpack } from "../src/protocol/numbers.ts";
import { paceWords, stepWords, valueWords } from "../src/figures/progress/text.ts";
import { extent } from "../src/figures/scales.ts";
import { el } from "../src/figures/svg.ts";
import type { Theme } from "../src/figures/theme.ts";
import type { ProgressPayload } from "../src/protocol/outputs/progress.ts";
import { h, svgDom } from "./dom.ts";
import type { View } from "./view.ts";

const mostValues = 20;

/** A bar with step, rate and time left; reported values show their history as a small curve. Updates keep the nodes. */
export function progressView(first: ProgressPayload, firstTheme: Theme): View<ProgressPayload> {
  let [payload, theme] = [first, firstTheme];
  const bar = h("progress", { class: "tw-bar" });
  const label = h("span", { class: "tw-strong" });
  const step = h("span", { class: "tw-number" });
  const pace = h("span", { class: "tw-muted" });
  const values = h("span", { class: "tw-values" });
  const element = h(
    "div",
    { class: "tw-progress" },
    h("div", { class: "tw-row" }, label, step, pace),
    bar,
    values,
  );
  const draw = () => {
    label.textContent = payload.label;
    step.textContent = stepWords(payload);
    pace.textContent = paceWords(payload).join(" · ");
    bar.setAttribute("aria-label", payload.label || "progress");
    bar.classList.toggle("tw-done", payload.done);
    setBar(bar, payload);
    const words = valueWords(payload);
    values.replaceChildren(
      ...payload.values
        .slice(0, mostValues)
        .map((value, index) =>
          h("span", { class: "tw-value" }, words[index]!, curve(unpack(value.history), theme)),
        ),
    );
  };
  return {
    element,
    update: (next) => ((payload = next), draw()),
    setTheme: (next) => ((theme = next), draw()),
    dispose: () => element.remove(),
  };
}

function setBar(bar: HTMLProgressElement, { step, total, done }: ProgressPayload): void {
  if (total !== null || done) {
    bar.max = Math.max(1, total ?? step);
    bar.value = done && total === null ? bar.max : step;
  } else bar.removeAttribute("value");
}

function curve(history: Float64Array, theme: Theme): SVGElement {
  const [low, high] = extent(history) ?? [0, 1];
  const x = (index: number) => 1 + (index / Math.max(1, history.length - 1)) * 94;
  const y = (value: number) => 17 - ((value - low) / (high - low || 1)) * 14;
  const points = [...history].flatMap((value, index) =>
    Number.isFinite(value) ? [`${x(index).toFixed(1)},${y(value).toFixed(1)}`] : [],
  );
  const line = el("polyline", {
    points: points.join(" "),
    fill: "none",
    stroke: theme.normalized,
    "stroke-width": 1.5,
  });
  return svgDom(el("svg", { width: 96, height: 20, "aria-hidden": "true" }, line));
}
