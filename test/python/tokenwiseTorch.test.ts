import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plainText } from "../../src/figures/index.ts";
import { tokenInfluence, tokenStats } from "../../src/probes/index.ts";
import { unpack, type PackedArray } from "../../src/protocol/numbers.ts";
import { parseOutput } from "../../src/protocol/outputs/index.ts";
import type { TokenInfluencePayload } from "../../src/protocol/outputs/tokenInfluence.ts";
import type { TokenStatsPayload } from "../../src/protocol/outputs/tokenStats.ts";
import { plantedModel, plantedTensor, type PlantedModel } from "./plantedModel.ts";
import { runPython, torchPython } from "./python.ts";

const influenceMime = "application/vnd.tokenwise.token-influence.v1+json";
const statsMime = "application/vnd.tokenwise.token-stats.v1+json";

interface Probed {
  readonly name: string;
  readonly [influenceMime]: unknown;
  readonly influenceText: string;
  readonly [statsMime]: unknown;
  readonly statsText: string;
}

const here = import.meta.dirname;
const root = join(here, "../..");
const fixture = (name: string): string => readFileSync(join(here, "fixtures", name), "utf8");
const { models } = JSON.parse(fixture("plantedModels.json")) as { models: PlantedModel[] };
const saved = (JSON.parse(fixture("plantedPayloads.json")) as { probed: Probed[] }).probed;

function influenceOf(probed: Probed): TokenInfluencePayload {
  const parsed = parseOutput(influenceMime, probed[influenceMime]);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
  return parsed.payload;
}

function statsOf(probed: Probed): TokenStatsPayload {
  const parsed = parseOutput(statsMime, probed[statsMime]);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
  return parsed.payload;
}

/** The same numbers to float32's precision, and exactly the same zeros: a zero says that no bit moved. */
function assertClose(actual: PackedArray, expected: PackedArray, what: string): void {
  assert.deepEqual(actual.shape, expected.shape, what);
  const [a, b] = [unpack(actual), unpack(expected)];
  const tolerance = 1e-4 * b.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  for (const [i, value] of b.entries())
    assert.ok(Math.abs(a[i]! - value) <= tolerance, `${what}, number ${i}: ${a[i]} is not ${value}`);
}

function assertSameZeros(actual: PackedArray, expected: PackedArray): void {
  const zeros = (packed: PackedArray): string[] =>
    Array.from(unpack(packed), (value) => (value === 0 ? "0" : "x"));
  assert.deepEqual(zeros(actual), zeros(expected), "the pairs that moved");
}

const pairs = ({ leaks }: TokenInfluencePayload): string[] =>
  leaks.map(({ from, to }) => `${to} reads ${from}`).sort();
const further = (payload: TokenInfluencePayload): string[] =>
  payload.further.map(({ title, verdict }) => `${title}: ${verdict}`).sort();

describe("tokenwise_torch.py and the TypeScript probes", () => {
  it("have ten planted leaks and five right models between them", () => {
    assert.deepEqual([models.filter(({ leaks }) => leaks).length, models.length], [10, 15]);
    assert.deepEqual(
      saved.map(({ name }) => name),
      models.map(({ name }) => name),
    );
  });

  for (const [index, planted] of models.entries()) {
    describe(planted.name, () => {
      const python = saved[index]!;
      const x = plantedTensor(planted.input);

      it(planted.leaks ? "shows its leak in Python" : "shows no leak in Python", () => {
        assert.equal(influenceOf(python).verdict, planted.leaks ? "leak shown" : "no leak found");
      });

      it("agrees on verdict, matrix, leaks and cause", () => {
        const expected = influenceOf(python);
        const actual = tokenInfluence(plantedModel(planted), x, { allowed: planted.allowed }).toPayload();
        assert.equal(actual.verdict, expected.verdict);
        assertSameZeros(actual.matrix, expected.matrix);
        assertClose(actual.matrix, expected.matrix, "matrix");
        assert.deepEqual(pairs(actual), pairs(expected));
        assert.deepEqual(further(actual), further(expected));
        // Where a leak is found, Python makes no second run at the other magnitude.
        if (!planted.leaks) assert.equal(actual.runs, expected.runs);
        assert.deepEqual(
          actual.leaks.slice(0, 1).map(({ module, cause }) => ({ module, cause })),
          expected.leaks.slice(0, 1).map(({ module, cause }) => ({ module, cause })),
        );
      });

      it("agrees on the statistics of every normalisation", () => {
        const expected = statsOf(python);
        const actual = tokenStats(plantedModel(planted), x).toPayload();
        const facts = ({ layers }: TokenStatsPayload) =>
          layers.map(({ name, kind, axes, axisNames, scope, inputShape }) => ({
            name,
            kind,
            axes,
            axisNames,
            scope,
            inputShape,
          }));
        assert.deepEqual(facts(actual), facts(expected));
        for (const [at, layer] of expected.layers.entries()) {
          for (const stage of ["before", "normalized", "after"] as const) {
            const [a, b] = [actual.layers[at]![stage], layer[stage]];
            assert.equal(a === null, b === null, `${layer.name} ${stage}`);
            if (a === null || b === null) continue;
            for (const quantity of ["mean", "variance", "rms", "maxAbs", "maxChannel"] as const)
              assertClose(a[quantity], b[quantity], `${layer.name} ${stage} ${quantity}`);
          }
          for (const quantity of ["mean", "variance", "meanOfVariances", "varianceOfMeans"] as const)
            assertClose(
              actual.layers[at]!.pooled[quantity],
              layer.pooled[quantity],
              `${layer.name} ${quantity}`,
            );
        }
      });

      it("prints the text that our figures print", () => {
        assert.equal(python.influenceText, plainText(influenceMime, influenceOf(python)));
        assert.equal(python.statsText, plainText(statsMime, statsOf(python)));
      });
    });
  }
});

describe("tokenwise_torch.py with real torch", function () {
  this.timeout(240_000);
  const python = torchPython();
  const title = "gives the committed payloads";
  if ("reason" in python) {
    it.skip(`${title} (${python.reason}; set TOKENWISE_PYTHON to one that has it)`);
    return;
  }
  let fresh: Probed[] = [];
  before(() => {
    const printed = runPython(python.path, ["test/python/planted_probe.py"], root);
    fresh = (JSON.parse(printed) as { probed: Probed[] }).probed;
  });

  it(title, () => {
    for (const [index, expected] of saved.entries()) {
      const [a, b] = [influenceOf(fresh[index]!), influenceOf(expected)];
      assert.deepEqual([a.verdict, pairs(a), further(a)], [b.verdict, pairs(b), further(b)]);
      assertSameZeros(a.matrix, b.matrix);
      assertClose(a.matrix, b.matrix, `${expected.name} matrix`);
    }
  });

  it("passes its own tests", () => {
    runPython(python.path, ["-m", "unittest", "discover", "-s", "test/python", "-p", "*_test.py"], root);
  });
});
