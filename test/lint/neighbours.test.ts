import { deepEqual, equal, ok } from "node:assert/strict";
import type { Finding } from "../../src/lint/index.ts";
import { languageOfPath } from "../../src/lint/index.ts";
import { testLinter } from "./testLinter.ts";

type Files = Readonly<Record<string, string>>;

/** Checks one of these files; the others are its neighbours. */
async function lint(path: string, files: Files): Promise<readonly Finding[]> {
  const linter = await testLinter();
  const neighbours = { read: (other: string) => files[other] ?? null };
  return linter.lint({ path, text: files[path]!, language: languageOfPath(path)!, neighbours }).findings;
}

const places = (findings: readonly Finding[]): unknown[] =>
  findings.map(({ ruleId, line }) => `${line} ${ruleId}`);

const norms =
  "import torch.nn as nn\nTOKENS = 1\ndef centre(x, axis=-1):\n    return x - x.mean(axis, keepdim=True)\n" +
  "def unit(x):\n    return x / x.norm(dim=1, keepdim=True)\nclass PreNorm(nn.Module):\n" +
  "    def __init__(self, shape):\n        super().__init__()\n        self.norm = nn.LayerNorm(shape)\n";

describe("neighbouring files", () => {
  it("tell a helper's axis, a constant and a wrapper class", async () => {
    const model =
      "from .norms import TOKENS, centre, PreNorm\ndef f(x):\n    B, T, C = x.shape\n    a = centre(x, 1)\n    b = centre(x)\n" +
      "    c = x - x.mean(TOKENS, keepdim=True)\n    return PreNorm((T, C))\n";
    const files = { "/p/pkg/model.py": model, "/p/pkg/norms.py": norms };
    deepEqual(places(await lint("/p/pkg/model.py", files)), [
      "4 cross-token-statistic",
      "6 cross-token-statistic",
      "7 norm-over-tokens",
    ]);
    deepEqual(places(await lint("/p/pkg/norms.py", files)), []);
  });

  it("put a finding inside a helper where this file calls it, with the helper's place beside it", async () => {
    const model = "from norms import unit\ndef f(x):\n    B, T, C = x.shape\n    return unit(x)\n";
    const [finding] = await lint("/p/model.py", { "/p/model.py": model, "/p/norms.py": norms });
    equal(finding?.line, 4);
    ok(finding.related.some(({ path, line }) => path === "/p/norms.py" && line === 6));
    deepEqual(finding.suggestions, []);
  });

  it("are found in packages, above the folder, through a package's own imports and by star", async () => {
    const use = "def f(x):\n    B, T, C = x.shape\n    return unit(x)\n";
    const paths: readonly (readonly [string, Files])[] = [
      ["from ..layers.norms import unit", { "/p/layers/norms.py": norms }],
      ["from layers.norms import unit", { "/p/layers/norms.py": norms }],
      [
        "from layers import unit",
        { "/p/layers/__init__.py": "from .norms import unit\n", "/p/layers/norms.py": norms },
      ],
      ["from layers.norms import *", { "/p/layers/norms.py": norms }],
      ["from layers import norms\nunit = norms.unit", { "/p/layers/norms.py": norms }],
      ["import layers.norms\nunit = layers.norms.unit", { "/p/layers/norms.py": norms }],
      [
        "import layers.norms\nimport layers.other\nunit = layers.norms.unit",
        { "/p/layers/norms.py": norms, "/p/layers/other.py": "x = 1\n" },
      ],
    ];
    for (const [head, files] of paths) {
      const model = `${head}\n${use}`;
      const found = await lint("/p/models/model.py", { ...files, "/p/models/model.py": model });
      equal(found.length, 1, head);
    }
  });

  it("are read for TypeScript too, under the .js that its imports may write", async () => {
    const model =
      'import { centre } from "./norms.js";\nexport function f(x) {\n  const [B, N, C] = x.shape;\n  return centre(x, 1);\n}\n';
    const helper =
      "export function centre(x, axis) {\n  return x.sub(x.mean(axis, { keepdims: true }));\n}\n";
    deepEqual(places(await lint("/p/model.ts", { "/p/model.ts": model, "/p/norms.ts": helper })), [
      "4 cross-token-statistic",
    ]);
  });

  const axes = "(x, axis) { return x.sub(x.mean(axis, true)); }";
  const use = "/** @param x [B, T, C] */\nfunction f(x) { return norm(x, 1); }\n";
  const modules: Readonly<Record<string, readonly [string, string]>> = {
    "a default function": ['import norm from "./norms.js";', `export default function norm${axes}`],
    "a default without a name": ['import norm from "./norms.js";', `export default function ${axes}`],
    "a default arrow": [
      'import norm from "./norms.js";',
      "export default (x, axis) => x.sub(x.mean(axis, true));",
    ],
    "a default by name": ['import norm from "./norms.js";', `function n${axes}\nexport { n as default };`],
    "another name": ['import { norm } from "./norms.js";', `function n${axes}\nexport { n as norm };`],
    "a default class": [
      'import Norm from "./norms.js";\nconst norm = (x, axis) => new Norm().apply(x, axis);',
      `export default class { apply${axes} }`,
    ],
    "a constant": [
      'import options from "./norms.js";\nconst norm = (x) => x.sub(x.mean(options.axis, true));',
      "export default { axis: 1 };",
    ],
    "module.exports": [
      'const { norm } = require("./norms");',
      `function n${axes}\nmodule.exports = { norm: n };`,
    ],
    "module.exports of a function": ['const norm = require("./norms");', `module.exports = function ${axes}`],
    "exports by name": ['const { n: norm } = require("./norms.js");', `exports.n = function ${axes}`],
    "a required module": [
      'const all = require("./norms");\nconst norm = all.norm;',
      `exports.norm = function ${axes}`,
    ],
    "a required member": ['const norm = require("./norms").norm;', `module.exports.norm = function ${axes}`],
  };
  for (const [name, [head, norms]] of Object.entries(modules))
    it(`are followed through ${name}`, async () => {
      const files = { "/p/model.js": `${head}\n${use}`, "/p/norms.js": norms };
      equal((await lint("/p/model.js", files)).length, 1);
      deepEqual(await lint("/p/norms.js", files), []);
    });

  it("are followed through the indices of packages, and from the root of a project", async () => {
    const norms = { "/p/src/layers/norm/impl.js": `export default function norm${axes}` };
    const heads: readonly (readonly [string, Files])[] = [
      ["./layers", { "/p/src/layers/index.js": 'export { default as norm } from "./norm/impl.js";' }],
      [
        "@/layers",
        {
          "/p/src/layers/index.ts": 'export * from "./norm";',
          "/p/src/layers/norm/index.ts": 'export { default as norm } from "./impl";',
        },
      ],
    ];
    for (const [module, files] of heads) {
      const model = `import { norm } from "${module}";\n${use}`;
      const found = await lint("/p/src/model.js", { ...files, ...norms, "/p/src/model.js": model });
      equal(found.length, 1, module);
    }
  });

  it("are followed through a module that exports what it requires", async () => {
    const files = {
      "/p/model.js": `const { norm } = require("./layers");\n${use}`,
      "/p/layers/index.js": 'module.exports = { norm: require("./norm") };',
      "/p/layers/norm.js": `module.exports = function ${axes}`,
    };
    equal((await lint("/p/model.js", files)).length, 1);
  });

  it("are followed where an import has a fallback", async () => {
    const model =
      "try:\n    from .norms import unit\nexcept ImportError:\n    unit = None\ndef f(x):\n    B, T, C = x.shape\n    return unit(x)\n";
    equal((await lint("/p/model.py", { "/p/model.py": model, "/p/norms.py": norms })).length, 1);
  });

  it("may import each other, be broken, and be many", async () => {
    const use = "from b import unit\ndef f(x):\n    B, T, C = x.shape\n    return unit(x)\n";
    equal(
      (await lint("/p/a.py", { "/p/a.py": use, "/p/b.py": `from a import f\n${norms}` })).length,
      1,
      "circular",
    );
    equal((await lint("/p/a.py", { "/p/a.py": use, "/p/b.py": `${norms}\ndef g((\n` })).length, 1, "broken");
    let reads = 0;
    const linter = await testLinter();
    const many = Array.from({ length: 50 }, (_, index) => `from m${index} import f${index}\n`).join("");
    const neighbours = { read: (path: string) => (path.endsWith(".py") ? (reads++, "x = 1\n") : null) };
    linter.lint({ path: "/p/a.py", text: `${many}norm = 1\n`, language: "python", neighbours });
    ok(reads <= 20, `${reads} files were read`);
  });
});
