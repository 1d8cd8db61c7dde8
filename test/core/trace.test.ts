import assert from "node:assert/strict";
import {
  models,
  nn,
  noGrad,
  ones,
  randn,
  tensor,
  trace,
  type Tensor,
  type Tracer,
} from "../../src/core/index.ts";

function recorder(): Tracer & { lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    enter: ({ path, module, call }) => void lines.push(`> ${path}:${module.constructor.name}#${call}`),
    leave: ({ path }, _, output) => void lines.push(`< ${path} ${(output as Tensor).shape.join("x")}`),
    op: ({ op, frame }) => void lines.push(`${op} in ${frame === null ? "nothing" : `"${frame.path}"`}`),
  };
}

describe("trace", () => {
  it("tells modules, ops and paths in order", () => {
    const model = new nn.Sequential(new nn.LayerNorm(2), new nn.ReLU());
    const tracer = recorder();
    trace(tracer, () => model.forward(ones([3, 2]).add(1)));
    assert.deepEqual(tracer.lines, [
      "add in nothing",
      "> :Sequential#1",
      "> 0:LayerNorm#1",
      'layerNorm in "0"',
      "< 0 3x2",
      "> 1:ReLU#1",
      'relu in "1"',
      "< 1 3x2",
      "<  3x2",
    ]);
  });

  it("gives an op's inputs, output and attributes", () => {
    const x = randn([2, 3, 4]);
    let seen: unknown;
    const y = trace(
      {
        op: ({ op, inputs, output, attributes }) =>
          void (seen = { op, first: inputs[0], output, attributes }),
      },
      () => new nn.LayerNorm(4).forward(x),
    );
    assert.deepEqual(seen, {
      op: "layerNorm",
      first: x,
      output: y,
      attributes: { axes: [2], eps: 1e-5, centered: true, statistics: "input" },
    });
  });

  it("counts the calls of a module that is used twice, under its first name", () => {
    const shared = new nn.ReLU();
    const model = new nn.Sequential(shared, shared);
    const calls: string[] = [];
    trace({ enter: ({ path, call }) => void calls.push(`${path}#${call}`) }, () => model.forward(ones([1])));
    assert.deepEqual(calls, ["#1", "0#1", "0#2"]);
  });

  it("names modules that no path reaches after their class, each its own name", () => {
    const paths: string[] = [];
    class Loose extends nn.Module {
      override forward(x: Tensor): Tensor {
        return new nn.ReLU().forward(new nn.Sequential(new nn.ReLU()).forward(new nn.ReLU().forward(x)));
      }
    }
    trace({ enter: ({ path }) => void paths.push(path) }, () => new Loose().forward(ones([1])));
    assert.deepEqual(paths, ["", "ReLU", "Sequential", "Sequential.0", "ReLU#2"]);
  });

  it("nests: both tracers hear the inner run, each with its own names", () => {
    const model = new nn.Sequential(new nn.ReLU());
    const [outer, inner]: [string[], string[]] = [[], []];
    class Outer extends nn.Module {
      model = model;
      override forward(x: Tensor): Tensor {
        return trace({ enter: ({ path }) => void inner.push(path) }, () => this.model.forward(x));
      }
    }
    trace({ enter: ({ path }) => void outer.push(path) }, () => new Outer().forward(ones([1])));
    assert.deepEqual(outer, ["", "model", "model.0"]);
    assert.deepEqual(inner, ["", "0"]);
  });

  it("is over after a throw, and the frame is the right one again after a caught one", () => {
    class Bad extends nn.Module {
      override forward(_: Tensor): Tensor {
        throw new Error("bad");
      }
    }
    const seen: (string | undefined)[] = [];
    const tracer: Tracer = { op: ({ frame }) => void seen.push(frame?.path) };
    trace(tracer, () => {
      assert.throws(() => new Bad().forward(ones([1])), /bad/);
      ones([1]).add(1);
    });
    assert.throws(() => trace(tracer, () => new Bad().forward(ones([1]))), /bad/);
    ones([1]).add(1);
    assert.deepEqual(seen, [undefined]);
  });

  it("changes nothing in the result", () => {
    const model = new models.GPT({ vocabSize: 7, blockSize: 4, nLayer: 1, nHead: 2, nEmbd: 4 });
    const ids = tensor([[1, 2, 6]]);
    const plain = noGrad(() => model.forward(ids));
    assert.deepEqual(
      trace({ enter: () => undefined, leave: () => undefined, op: () => undefined }, () =>
        noGrad(() => model.forward(ids)),
      ).data,
      plain.data,
    );
  });
});
