import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Window } from "happy-dom";
import { bundle } from "../../src/figures/index.ts";
import type { Cell, Notebook, Output } from "../../src/nbformat/index.ts";
import { page } from "../../src/page/index.ts";
import { samples } from "../figures/samples.ts";

function notebookOf(cells: Cell[], language = "typescript"): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: { language_info: { name: language } }, cells };
}
const markdown = (source: string, attachments?: Cell["attachments"]): Cell => ({
  cell_type: "markdown",
  metadata: {},
  source,
  ...(attachments === undefined ? {} : { attachments }),
});
const code = (source: string, outputs: Output[] = []): Cell => ({
  cell_type: "code",
  metadata: {},
  source,
  outputs,
});
const display = (data: Record<string, unknown>): Output =>
  ({ output_type: "display_data", data, metadata: {} }) as Output;
const html = (...cells: Cell[]) => page({ notebook: notebookOf(cells), script: "draw()", title: "A title" });

const hostile = [
  `<script>alert(1)</script>`,
  `<img src=https://evil.example/x onerror=alert(1)>`,
  `</script><script>alert(1)</script>`,
  `"><iframe src="https://evil.example"></iframe>`,
];

/** Nothing but our own script may run, and nothing may be loaded from elsewhere. */
function assertSelfContained(text: string): void {
  const { document } = new Window({ settings: { disableJavaScriptFileLoading: true } });
  const parsed = new document.defaultView!.DOMParser().parseFromString(text, "text/html");
  const running = [...parsed.querySelectorAll("script")].filter(
    (script) => script.getAttribute("type") !== "application/json",
  );
  assert.equal(running.length, 1);
  for (const element of parsed.querySelectorAll("*")) {
    assert.doesNotMatch(
      element.localName,
      /^(?:iframe|frame|object|embed|link|base|form|svg|template|audio|video)$/,
    );
    for (const { name, value } of element.attributes) {
      assert.doesNotMatch(name, /^on|^style$|^srcdoc$/);
      if (/^(?:src|href|srcset|data|action|poster|ping|background)$/.test(name))
        assert.match(value ?? "", /^(?:data:image\/|#)/);
    }
  }
}

describe("the page", () => {
  it("lets only its own script and style work", () => {
    const text = html(markdown("# Hello"));
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text)![1]!;
    const hash = (content: string) => createHash("sha256").update(content).digest("base64");
    assert.match(policy, /^default-src 'none'; /);
    assert.ok(policy.includes(`script-src 'sha256-${hash("draw()")}'`));
    assert.ok(policy.includes(`style-src 'sha256-${hash(/<style>([\s\S]*?)<\/style>/.exec(text)![1]!)}'`));
    assert.doesNotMatch(policy, /unsafe|https?:/);
    assertSelfContained(text);
  });

  it("hashes a script as the browser sees it, with one kind of line end and no early end", () => {
    const text = page({ notebook: notebookOf([]), script: `a("</script>");\r\nb("ü");`, title: "" });
    const [, script] = /<script>([\s\S]*?)<\/script>/.exec(text)!;
    assert.equal(script, `a("<\\/script>");\nb("ü");`);
    assert.ok(text.includes(createHash("sha256").update(script!).digest("base64")));
  });

  it("shows Markdown, with raw HTML as text", () => {
    const text = html(
      markdown("# Title\n\n**bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<b onclick=x>raw</b>"),
    );
    assert.match(text, /<h1>Title<\/h1>/);
    assert.match(text, /<strong>bold<\/strong> <code>code<\/code>/);
    assert.match(text, /<td>2<\/td>/);
    assert.match(text, /&lt;b onclick=x&gt;raw&lt;\/b&gt;/);
  });

  it("writes a link as its words and address, and keeps one within the page", () => {
    const text = html(
      markdown(
        "[the paper](https://arxiv.org/abs/1607.06450) <https://a.example> [up](#top) [x](javascript:alert(1))",
      ),
    );
    assert.match(text, /the paper <span class="address">\(https:\/\/arxiv\.org\/abs\/1607\.06450\)<\/span>/);
    assert.match(text, /<a href="#top">up<\/a>/);
    assertSelfContained(text);
  });

  it("draws attached images and names those of other hosts", () => {
    const attachments = { "cat 1.png": { "image/png": "iVBORw0KGgo=" } };
    const text = html(
      markdown("![a cat](attachment:cat%201.png) ![far](https://evil.example/x.png)", attachments),
    );
    assert.match(text, /<img src="data:image\/png;base64,iVBORw0KGgo=" alt="a cat">/);
    assert.match(text, /far <span class="address">\(https:\/\/evil\.example\/x\.png\)/);
    assertSelfContained(text);
  });

  for (const { name, mime, payload } of samples)
    it(`carries ${name} as data for the script, and its picture for readers without`, () => {
      const text = html(code("x", [display(bundle(mime, payload as never))]));
      const [, json] = /<script type="application\/json">([\s\S]*?)<\/script>/.exec(text)!;
      assert.deepEqual(JSON.parse(json!), payload);
      assert.match(text, new RegExp(`class="tokenwise" data-mime="${mime.replace(/[.+]/g, "\\$&")}"`));
      assert.match(text, /<noscript><(?:img|pre)/);
      assertSelfContained(text);
    });

  it("names the field of a payload that is wrong", () => {
    const text = html(code("x", [display({ "application/vnd.tokenwise.tensor.v1+json": { title: 1 } })]));
    assert.match(text, /<pre class="error">This output cannot be drawn: title: Invalid type/);
  });

  it("keeps its other outputs where one is damaged, too large or of a later version", () => {
    const tensor = "application/vnd.tokenwise.tensor.v1+json";
    const good = samples.find(({ name }) => name === "tensor")!.payload as { values: object };
    const text = html(
      code("x", [
        display({ [tensor]: { ...good, values: { shape: [1], dtype: "float32", base64: "****AA==" } } }),
        display({ [tensor]: { ...good, title: "x".repeat(65 * 2 ** 20) } }),
        display({ [tensor]: { ...good, rowLabels: Array.from({ length: 100_001 }, () => "a") } }),
        display({ [tensor]: [good] }),
        display({ "application/vnd.tokenwise.tensor.v2+json": {} }),
        display({ "text/plain": "the last one" }),
      ]),
    );
    assert.match(text, /cannot be drawn: Damaged base64 at character 0/);
    assert.match(text, /This output has 65 MiB; at most 64 MiB are drawn/);
    assert.match(text, /cannot be drawn: rowLabels: a list of 100,001; at most 100,000 are drawn/);
    assert.match(text, /cannot be drawn: [^<]*(?:Invalid type|title)/);
    assert.match(text, /Output of type application\/vnd\.tokenwise\.tensor\.v2\+json/);
    assert.match(text, /the last one/);
    assert.ok(text.length < 100_000, "what is not drawn is not carried either");
  });

  it("shows streams and errors without terminal colours, redrawn lines in their last state", () => {
    const outputs: Output[] = [
      { output_type: "stream", name: "stdout", text: ["10 %\r", "50 %\r100 %\n", "\u001b[31mred\u001b[0m"] },
      { output_type: "stream", name: "stderr", text: "oh" },
      {
        output_type: "error",
        ename: "RangeError",
        evalue: "bad",
        traceback: ["\u001b[1mRangeError\u001b[0m: bad", "  at Cell 1, line 3"],
      },
      { output_type: "error", ename: "RangeError", evalue: "no trace", traceback: [] },
    ];
    const text = html(code("x", outputs));
    assert.match(text, /<pre class="stream stdout">100 %\nred<\/pre>/);
    assert.match(text, /<pre class="stream stderr">oh<\/pre>/);
    assert.match(text, /<pre class="error">RangeError: bad\n {2}at Cell 1, line 3<\/pre>/);
    assert.match(text, /<pre class="error">RangeError: no trace<\/pre>/);
  });

  it("never takes saved data for markup", () => {
    const outputs = hostile.flatMap((bad): Output[] => [
      { output_type: "stream", name: "stdout", text: bad },
      { output_type: "error", ename: bad, evalue: bad, traceback: [bad] },
      display({ "text/html": bad, "text/plain": bad }),
      display({ "text/html": bad }),
      display({ "text/markdown": bad }),
      display({ "application/json": { [bad]: bad } }),
      display({ "image/png": `x" onerror="alert(1)${bad}`, "text/plain": bad }),
      display({ "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg"><script>${bad}</script></svg>` }),
      display({ [bad]: bad }),
      display({
        "application/vnd.tokenwise.tensor.v1+json": {
          ...samples.find(({ name }) => name === "tensor")!.payload,
          title: bad,
        } as never,
      }),
    ]);
    const cells = hostile.map((bad) => markdown(bad));
    assertSelfContained(
      page({
        notebook: notebookOf([...cells, code(hostile.join("\n"), outputs)]),
        script: "draw()",
        title: hostile[2]!,
      }),
    );
  });

  it("highlights code that it knows and keeps every character", () => {
    const source = `const a = "x < y"; // note\nfor (const b of [1, 2.5e3]) f(\`t\${b}\`);`;
    const text = html(code(source));
    assert.match(
      text,
      /<span class="keyword">const<\/span> a = <span class="string">&quot;x &lt; y&quot;<\/span>; <span class="comment">\/\/ note<\/span>/,
    );
    const [, shown] = /<pre><code>([\s\S]*?)<\/code>/.exec(text)!;
    const plain = shown!
      .replace(/<[^>]+>/g, "")
      .replace(/&quot;/g, '"')
      .replace(/&lt;/g, "<")
      .replace(/&#39;/g, "'");
    assert.equal(plain, source);
  });

  it("says in which language its prose is", () => {
    assert.match(html(markdown("Each token alone.")), /<html lang="en">/);
    assert.match(html(markdown("每个词元单独归一化，只在通道轴 C 上。")), /<html lang="zh-CN">/);
  });
});
