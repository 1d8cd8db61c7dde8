import type { NDArray } from "../ndarray.ts";
import { zip } from "../ops/binary.ts";
import type { Node } from "./node.ts";

const sum = { name: "add", f: (a: number, b: number) => a + b };

/** How many gradients each node of the graph will get. Walks with its own stack: graphs may be deep. */
function countArrivals(root: Node): Map<Node, number> {
  const arrivals = new Map([[root, 0]]);
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (const parent of node.parents) {
      if (!parent) continue;
      const before = arrivals.get(parent);
      arrivals.set(parent, (before ?? 0) + 1);
      if (before === undefined) stack.push(parent);
    }
  }
  return arrivals;
}

/**
 * Reverse-mode differentiation: sends `gradient` from `root` to every leaf. A node passes its gradient on once all its
 * users have sent theirs, so each node runs once.
 */
export function backpropagate(root: Node, gradient: NDArray, retainGraph: boolean): void {
  const arrivals = countArrivals(root);
  const gradients = new Map([[root, gradient]]);
  const ready = [root];
  for (let node = ready.pop(); node; node = ready.pop()) {
    let grad = gradients.get(node);
    gradients.delete(node);
    for (const hook of node.hooks) if (grad) grad = hook(grad) ?? grad;
    if (grad) node.receive?.(grad);
    const outgoing = grad ? node.run(grad) : [];
    if (!retainGraph) node.release();
    node.parents.forEach((parent, i) => {
      if (!parent) return;
      const part = outgoing[i];
      const known = gradients.get(parent);
      if (part) gradients.set(parent, known ? zip(sum, known, part) : part);
      const left = arrivals.get(parent)! - 1;
      arrivals.set(parent, left);
      if (left === 0) ready.push(parent);
    });
  }
}
