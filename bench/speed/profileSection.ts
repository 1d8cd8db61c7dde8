import { noGrad } from "../../src/core/index.ts";
import type { Op } from "../../src/core/ops/op.ts";
import { registry } from "../../src/core/ops/registry.ts";
import { digits, processorTime, table } from "./measure.ts";
import { gpt2, randomIds, trainingStep } from "./modelSections.ts";

/** Milliseconds of processor time spent in each op's forward and backward while `run` runs `times` times. */
function timeOps(run: () => void, times: number): { ops: Map<string, number>; whole: number } {
  const ops = new Map<string, number>();
  const originals = [...registry.values()].map((op) => [op, op.forward, op.backward] as const);
  const timed = <A extends unknown[], R>(name: string, f: (...args: A) => R) => {
    return (...args: A): R => {
      const start = processorTime();
      const result = f(...args);
      ops.set(name, (ops.get(name) ?? 0) + processorTime() - start);
      return result;
    };
  };
  run();
  for (const [op, forward, backward] of originals)
    Object.assign(op, {
      forward: timed(op.name, forward),
      ...(backward && { backward: timed(`${op.name}, backward`, backward as NonNullable<Op["backward"]>) }),
    });
  const start = processorTime();
  for (let i = 0; i < times; i++) run();
  const whole = processorTime() - start;
  for (const [op, forward, backward] of originals)
    Object.assign(op, { forward, ...(backward && { backward }) });
  return { ops, whole };
}

function profile(run: () => void, times: number): string {
  const { ops, whole } = timeOps(run, times);
  const known = [...ops].sort(([, a], [, b]) => b - a);
  const rest = whole - known.reduce((sum, [, time]) => sum + time, 0);
  const shown: [string, number][] = [
    ...known.slice(0, 12),
    ["between the ops (optimizer, adding gradients, garbage collection)", rest],
  ];
  return table(
    ["op", "ms", "share"],
    shown.map(([name, time]) => [name, digits(time / times), `${((100 * time) / whole).toFixed(1)} %`]),
  );
}

export function profileSection(): Promise<string> {
  const step = profile(trainingStep(), 60);
  const model = gpt2();
  const ids = randomIds(1, 64, 50257);
  const forward = profile(() => noGrad(() => model.forward(ids)), 30);
  return Promise.resolve(
    `## Where the time goes\n\nOne training step of the character model:\n\n${step}\n\nOne forward of GPT-2 small's shape, 64 tokens:\n\n${forward}`,
  );
}
