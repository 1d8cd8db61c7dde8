import assert from "node:assert/strict";
import { samples } from "../figures/samples.ts";
import { architecturePayload } from "../figures/payloads/architecture.ts";
import { progressPayload } from "../figures/payloads/progress.ts";
import { tensorPayload } from "../figures/payloads/tensor.ts";
import { tokenInfluencePayload } from "../figures/payloads/tokenInfluence.ts";
import { tokenStatsPayload } from "../figures/payloads/tokenStats.ts";
import { openFakeEditor, outputItem, type FakeEditor } from "./fakeEditor.ts";

const stats = "application/vnd.tokenwise.token-stats.v1+json";
const influence = "application/vnd.tokenwise.token-influence.v1+json";
const architecture = "application/vnd.tokenwise.architecture.v1+json";
const tensor = "application/vnd.tokenwise.tensor.v1+json";
const progress = "application/vnd.tokenwise.progress.v1+json";

function buttonOf(element: Element, words: string): HTMLButtonElement {
  const found = [...element.querySelectorAll("button")].find((button) => button.textContent === words);
  assert.ok(found, `no button "${words}"`);
  return found;
}

describe("the renderer", () => {
  let editor: FakeEditor;
  const charts = () => editor.charts();
  before(async () => (editor = await openFakeEditor()));
  afterEach(() => editor.clear());
  after(() => editor.close());

  for (const { name, mime, payload } of samples)
    it(`draws ${name}, with a name for screen readers and no problem`, () => {
      const element = editor.show("a", mime, payload);
      assert.equal(element.querySelector(".tw-problem"), null);
      assert.ok(element.querySelector("svg, canvas, progress"));
      assert.ok(element.querySelector("[aria-label]"));
      assert.equal(element.querySelectorAll("[style*=expression], script, iframe").length, 0);
    });

  describe("token statistics", () => {
    it("draw a chart of means and one of variances from the layer's numbers", () => {
      const payload = tokenStatsPayload();
      editor.show("a", stats, payload);
      assert.equal(charts().length, 2);
      const [mean, variance] = charts();
      assert.deepEqual(
        mean!.data.datasets.map(({ label }) => label),
        ["before", "normalised", "after scale and shift"],
      );
      const means = mean!.data.datasets[1]!.data as { y: number }[];
      assert.equal(means.length, 7);
      assert.ok(means.every(({ y }) => Math.abs(y) < 1e-6));
      const variances = variance!.data.datasets[1]!.data as { y: number }[];
      assert.ok(variances.every(({ y }) => y > 0.99 && y <= 1));
      // This document has no layout, so the chart is told its size.
      editor.drawn.clear();
      mean!.resize(400, 230);
      mean!.update("none");
      mean!.draw();
      assert.ok((editor.drawn.get("fill") ?? 0) >= 3 * 7, "21 marks");
      assert.ok((editor.drawn.get("setLineDash") ?? 0) >= 1, "the dashed line");
      assert.ok((editor.drawn.get("fillText") ?? 0) >= 7, "the tokens' texts");
    });

    it("reuse their charts for another layer and quantity, and say what the dashed line is", () => {
      const element = editor.show("a", stats, tokenStatsPayload());
      const before = charts();
      const layer = element.querySelector("select")!;
      layer.selectedIndex = 1;
      layer.dispatchEvent(new editor.window.Event("change") as never);
      assert.deepEqual(charts(), before);
      assert.match(element.textContent, /mean of variances 0\.9371 \+ variance of means 0\.4929/);
      buttonOf(element, "RMS").click();
      assert.equal(charts().length, 1);
    });

    it("show every number in a table", () => {
      const element = editor.show("a", stats, tokenStatsPayload());
      buttonOf(element, "Table").click();
      assert.equal(element.querySelectorAll("tbody tr").length, 7);
      assert.match(element.querySelector("thead")!.textContent, /variance normalised/);
      assert.match(element.querySelector("caption")!.textContent, /LayerNorm over C, each token alone/);
      const row = [...element.querySelectorAll("tbody tr:first-child td")];
      const words = row.filter((cell) => cell.className === "tw-words").map((cell) => cell.textContent);
      assert.deepEqual(words, ["The"], "texts begin under each other, numbers end so");
    });

    it("page a long table", () => {
      const tokens = Array.from({ length: 250 }, (_, index) => `t${index}`);
      const element = editor.show("a", stats, tokenStatsPayload({ tokens, layers: 1 }));
      buttonOf(element, "Table").click();
      assert.equal(element.querySelectorAll("tbody tr").length, 100);
      buttonOf(element, "Next ›").click();
      buttonOf(element, "Next ›").click();
      assert.match(element.querySelector(".tw-pager [role=status]")!.textContent, /201 to 250 of 250 rows/);
    });

    it("open a deep model with all its layers", () => {
      const element = editor.show("a", stats, tokenStatsPayload({ layers: 24 }));
      assert.equal(charts().length, 0);
      assert.match(element.textContent, /blocks\.11\.norm2/);
      buttonOf(element, "Chart").click();
      assert.equal(charts().length, 2);
    });

    it("are read by arrow keys", () => {
      const element = editor.show("a", stats, tokenStatsPayload());
      const canvas = element.querySelector("canvas")!;
      for (const _ of [1, 2])
        canvas.dispatchEvent(new editor.window.KeyboardEvent("keydown", { key: "ArrowRight" }) as never);
      assert.match(
        element.querySelector(".tw-chart .tw-spoken")!.textContent,
        /^token 1 "␣cat": before: 1\.048\d+, normalised: /,
      );
    });

    it("update in place, keeping the reader's choices", () => {
      const element = editor.show("a", stats, tokenStatsPayload());
      buttonOf(element, "Largest |value|").click();
      const [chart] = charts();
      const frame = element.querySelector(".tw-frame");
      editor.show("a", stats, tokenStatsPayload({ channels: 8 }));
      assert.equal(element.querySelector(".tw-frame"), frame);
      assert.deepEqual(charts(), [chart]);
      assert.equal(buttonOf(element, "Largest |value|").getAttribute("aria-pressed"), "true");
    });
  });

  it("destroys charts when their output goes", () => {
    editor.show("a", stats, tokenStatsPayload());
    editor.show("b", stats, tokenStatsPayload());
    assert.equal(charts().length, 4);
    editor.renderer.disposeOutputItem!("a");
    assert.equal(charts().length, 2);
    editor.renderer.disposeOutputItem!();
    assert.equal(charts().length, 0);
    assert.equal(document.querySelectorAll(".tw-root").length, 0);
  });

  it("gives another output in the same element a view of its own", () => {
    const element = editor.show("a", stats, tokenStatsPayload());
    editor.show("a", tensor, tensorPayload());
    assert.equal(charts().length, 0);
    assert.equal(element.querySelectorAll(".tw-root").length, 1);
    assert.match(element.textContent, /x \[1, 7, 32\]/);
  });

  it("updates progress in place", () => {
    const element = editor.show("a", progress, progressPayload());
    const bar = element.querySelector("progress")!;
    assert.equal(Number(bar.getAttribute("value") ?? bar.value), 250);
    editor.show("a", progress, progressPayload({ done: true }));
    assert.equal(element.querySelector("progress"), bar);
    assert.match(element.textContent, /1,000\/1,000 \(100 %\).*took 30 s.*loss 2\.31/);
  });

  it("folds and unfolds blocks by click and by key", () => {
    const element = editor.show("a", architecture, architecturePayload());
    const node = (id: string) => element.querySelector(`[data-node="${id}"]`);
    const fold = (id: string) => element.querySelector(`[data-fold="${id}"]`)!;
    assert.ok(node("blocks.0.norm1"));
    assert.equal(fold("blocks.0").getAttribute("aria-expanded"), "true");
    assert.equal(fold("blocks.0").closest('[role="img"]'), null, "buttons in an image are not read");
    fold("blocks.0").dispatchEvent(new editor.window.MouseEvent("click", { bubbles: true }) as never);
    assert.equal(node("blocks.0.norm1"), null);
    assert.ok(node("blocks.0"));
    fold("blocks.0").dispatchEvent(
      new editor.window.KeyboardEvent("keydown", { key: "Enter", bubbles: true }) as never,
    );
    assert.ok(node("blocks.0.norm1"));
    buttonOf(element, "Fold all").click();
    assert.equal(element.querySelectorAll("[data-node]").length, 7);
    buttonOf(element, "Unfold blocks").click();
    assert.equal(element.querySelectorAll("[data-box]").length, 2);
  });

  it("tells a pre-norm model without its final norm", () => {
    const words = (payload: unknown) =>
      editor.show("a", architecture, payload).querySelector("p.tw-warning")!.textContent;
    assert.match(words(architecturePayload({ finalNorm: false })), /^No final norm/);
    assert.equal(words(architecturePayload()), "");
  });

  it("saves what the reader sees: the chosen layer, the folded diagram, the numbers", async () => {
    const saved: Blob[] = [];
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => (saved.push(blob as Blob), "blob:saved");
    try {
      const element = editor.show("a", stats, tokenStatsPayload());
      buttonOf(element, "SVG").click();
      buttonOf(element, "CSV").click();
      const diagram = editor.show("b", architecture, architecturePayload());
      buttonOf(diagram, "Fold all").click();
      buttonOf(diagram, "SVG").click();
    } finally {
      URL.createObjectURL = createObjectURL;
    }
    const [chart, csv, folded] = await Promise.all(saved.map((blob) => blob.text()));
    assert.match(chart!, />blocks\.0\.norm1</);
    assert.doesNotMatch(chart!, />blocks\.0\.norm2</);
    assert.match(csv!, /^token,text,mean before,variance before,.*\r\n0,The,0\.0831/);
    assert.match(folded!, /data-node="blocks\.0"/);
    assert.doesNotMatch(folded!, /data-node="blocks\.0\.norm1"/);
  });

  it("draws leaks and their verdict", () => {
    const element = editor.show("a", influence, tokenInfluencePayload({ leaky: true }));
    assert.match(element.textContent, /leak shown: token 0 "The" reads token 6 "\."/);
    buttonOf(element, "Table").click();
    assert.equal(element.querySelectorAll("tbody tr").length, 7);
  });

  it("follows the theme at once", async () => {
    const element = editor.show("a", tensor, tensorPayload());
    const background = () => element.querySelector("svg > rect")!.getAttribute("fill");
    assert.equal(background(), "#ffffff");
    for (const [kind, color] of [
      ["vscode-dark", "#1e1f22"],
      ["vscode-high-contrast", "#000000"],
      ["vscode-high-contrast-light", "#ffffff"],
    ] as const) {
      document.body.dataset["vscodeThemeKind"] = kind;
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(background(), color);
    }
    document.documentElement.style.setProperty("--vscode-editor-background", "#123456");
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(background(), "#123456");
    document.documentElement.removeAttribute("style");
  });

  describe("bad payloads", () => {
    const problem = (element: Element) =>
      element.querySelector('.tw-problem[role="alert"]')?.textContent ?? "";

    it("show which field is wrong", () => {
      const { layers, ...rest } = tokenStatsPayload();
      assert.match(problem(editor.show("a", stats, rest)), /token-stats output cannot be drawn: .*layers/);
      const wrong = { ...rest, layers: [{ ...layers[0], eps: "small" }] };
      assert.match(problem(editor.show("b", stats, wrong)), /layers\.0\.eps: /);
      assert.match(problem(editor.show("c", stats, "{")), /its data is not JSON/);
      assert.match(problem(editor.show("d", stats, "null")), /cannot be drawn/);
    });

    it("of a later version ask for a newer Tokenwise", () => {
      const later = "application/vnd.tokenwise.token-stats.v2+json";
      assert.match(
        problem(editor.show("a", later, {})),
        /cannot draw application\/vnd\.tokenwise\.token-stats\.v2\+json\. A newer one may/,
      );
    });

    it("with damaged base64 say so, and show the text form of what is left", () => {
      const payload = tensorPayload();
      const values = {
        ...payload.values,
        base64: `****${"base64" in payload.values ? payload.values.base64.slice(4) : ""}`,
      };
      assert.match(problem(editor.show("a", tensor, { ...payload, values })), /Damaged base64/);
    });

    it("of a hundred megabytes are not even parsed", () => {
      const element = document.body.appendChild(document.createElement("div"));
      const item = {
        ...outputItem("a", stats, {}),
        data: () => new Uint8Array(100 * 2 ** 20),
        json: () => assert.fail("it was parsed"),
      };
      void editor.renderer.renderOutputItem(item as never, element, new AbortController().signal);
      assert.match(problem(element), /has 100 MiB; at most 64 MiB are drawn/);
    });

    it("are replaced by a later good one, and the other way round", () => {
      const element = editor.show("a", stats, {});
      editor.show("a", stats, tokenStatsPayload());
      assert.equal(problem(element), "");
      editor.show("a", stats, {});
      assert.notEqual(problem(element), "");
      assert.equal(charts().length, 0);
    });

    it("of texts and lists that no model gives say what is too long", () => {
      const long = { ...tokenStatsPayload(), notes: ["x".repeat(20_001)] };
      assert.match(
        problem(editor.show("a", stats, long)),
        /is not drawn: notes\.0: a text of 20,001 characters; at most 20,000 are drawn/,
      );
      const payload = architecturePayload();
      const nodes = Array.from({ length: 100_001 }, (_, id) => ({ ...payload.nodes[0], id: String(id) }));
      assert.match(
        problem(editor.show("b", architecture, { ...payload, nodes })),
        /nodes: a list of 100,001/,
      );
    });

    it("of more nodes than can be laid out say so, and list them", () => {
      const payload = architecturePayload();
      const nodes = Array.from({ length: 5000 }, (_, id) => ({ ...payload.nodes[0], id: String(id) }));
      const element = editor.show("a", architecture, { ...payload, nodes, edges: [] });
      assert.match(
        element.querySelector(".tw-said")!.textContent,
        /^5,000 nodes are open, and at most 1,500/,
      );
      buttonOf(element, "Table").click();
      assert.match(element.querySelector(".tw-pager")!.textContent, /1 to 100 of 5000 rows/);
    });

    it("of the wrong type, with every field wrong in turn, always say so", () => {
      for (const { mime, payload } of samples)
        for (const key of Object.keys(payload)) {
          const element = editor.show("a", mime, { ...payload, [key]: { wrong: true } });
          assert.match(problem(element), new RegExp(`cannot be drawn: .*${key}`), `${mime} ${key}`);
        }
    });

    it("of no tokens, of one token, and with labels of the wrong length are drawn", () => {
      for (const tokens of [[], ["one"]]) {
        for (const [mime, payload] of [
          [stats, tokenStatsPayload({ tokens, channels: 1 })],
          [influence, tokenInfluencePayload({ tokens })],
          [tensor, tensorPayload(tokens, 1)],
        ] as const) {
          const element = editor.show("a", mime, payload);
          assert.equal(problem(element), "");
          buttonOf(element, "Table").click();
          assert.ok(element.querySelector("table"));
        }
      }
      for (const tokens of [[["a"]], [Array(99).fill("b")], []])
        assert.equal(problem(editor.show("b", stats, { ...tokenStatsPayload(), tokens })), "");
      assert.equal(problem(editor.show("c", influence, { ...tokenInfluencePayload(), tokens: ["a"] })), "");
    });

    it("of NaN and infinities are drawn, and the table says them", () => {
      const payload = tokenStatsPayload({ tokens: ["a", "b", "c"], layers: 1 });
      const wild = { shape: [1, 3], values: ["NaN", "Infinity", "-Infinity"] };
      const layer = payload.layers[0]!;
      const stage = { mean: wild, variance: wild, rms: wild, maxAbs: wild, maxChannel: wild };
      const element = editor.show("a", stats, { ...payload, layers: [{ ...layer, before: stage }] });
      assert.equal(problem(element), "");
      buttonOf(element, "Table").click();
      assert.match(element.querySelector("tbody")!.textContent, /NaN.*∞.*-∞/);
    });

    it("cannot inject an element", () => {
      const bad = `<img src=x onerror=alert(1)><script>alert(1)</script>`;
      const tokens = [bad, bad];
      editor.show("a", stats, { ...tokenStatsPayload({ tokens }), model: bad, notes: [bad] });
      editor.show("b", influence, { ...tokenInfluencePayload({ leaky: true, tokens }), message: bad });
      editor.show("c", architecture, { ...architecturePayload(), model: bad, notes: [bad] });
      editor.show("d", progress, { ...progressPayload(), label: bad });
      editor.show("e", "text/x-other", bad);
      for (const button of document.querySelectorAll("button"))
        if (button.textContent === "Table") button.click();
      assert.equal(document.querySelectorAll("img, script, iframe, object, embed, link").length, 0);
    });
  });
});
