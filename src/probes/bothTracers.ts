import type { Tracer } from "../core/index.ts";

/** Two tracers as one; the first hears everything first. */
export function both(first: Tracer, second: Tracer): Tracer {
  return {
    enter(frame, inputs) {
      first.enter?.(frame, inputs);
      second.enter?.(frame, inputs);
    },
    leave(frame, inputs, output) {
      first.leave?.(frame, inputs, output);
      second.leave?.(frame, inputs, output);
    },
    op(event) {
      first.op?.(event);
      second.op?.(event);
    },
  };
}
