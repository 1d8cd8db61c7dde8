import type {
  ArchitectureEdge,
  ArchitectureNode,
  ArchitecturePayload,
} from "../../protocol/outputs/architecture.ts";
import { incoming } from "./residualStream.ts";
import type { ResidualStream } from "./residualStream.ts";

export interface Placement {
  readonly normPlacement: ArchitecturePayload["normPlacement"];
  readonly finalNorm: boolean | null;
  /** The stream with a post-norm model's last norm, which no later sum tells from a final norm. */
  readonly stream: ResidualStream;
  readonly notes: readonly string[];
}

/**
 * Where the norms stand: pre-norm normalises what a sublayer reads off the stream, post-norm (as in Vaswani et al., 2017) the sum
 * that goes on as the stream. A norm at a branch's end, x + norm(f(x)) (OLMo 2), leaves the stream alone as pre-norm does. A norm that
 * follows the last sum is the final norm, or a post-norm model's last one.
 */
export function normPlacement(
  nodes: readonly ArchitectureNode[],
  edges: readonly ArchitectureEdge[],
  stream: ResidualStream,
): Placement {
  const unasked = { finalNorm: null, stream, notes: [] };
  const inputsOf = incoming(edges);
  const norms = nodes.filter(({ kind }) => kind === "norm");
  const skipStarts = new Set(edges.filter(({ to }) => stream.sums.has(to)).map(({ from }) => from));
  const isPost = (id: string): boolean => stream.nodes.has(id) && isAfterSum(id, inputsOf, stream);
  const isPre = (id: string): boolean =>
    !stream.nodes.has(id) &&
    (inputsOf.get(id) ?? []).some((from) => stream.nodes.has(from) && skipStarts.has(from));
  const ends = norms.filter(({ id }) =>
    edges.some(({ from, to }) => from === id && stream.sums.has(to) && !stream.nodes.has(id)),
  );
  const post = norms.filter(({ id }) => isPost(id));
  const pre = norms.filter(({ id }) => isPre(id));
  const last = norms.filter(({ id }) => !isPost(id) && !isPre(id) && isAfterSum(id, inputsOf, stream));
  if (pre.length > 0 && post.length > 0) return { normPlacement: "mixed", ...unasked };
  const isAlone = pre.length === 0 && ends.length === 0;
  if (post.length > 0 || (isAlone && last.length > 0 && stream.sums.size === 1)) {
    const onStream = new Set([...stream.nodes, ...last.map(({ id }) => id)]);
    return { normPlacement: "post", ...unasked, stream: { ...stream, nodes: onStream } };
  }
  const finalNorm = last.length > 0;
  if (isAlone) return { normPlacement: "none", ...unasked, finalNorm: finalNorm ? true : null };
  const note =
    "Pre-norm without a final norm: the last sum leaves the stack as it is, and nothing has normalised it. " +
    "(PyTorch's TransformerEncoder has none unless it is given one.)";
  const notes = [...(pre.length === 0 ? [branchNote] : []), ...(finalNorm ? [] : [note])];
  return { normPlacement: "pre", finalNorm, stream, notes };
}

const branchNote =
  "The norms stand at the end of each branch, x + norm(f(x)), as in OLMo 2: the stream itself is not normalised, as in pre-norm.";

function isAfterSum(id: string, inputsOf: ReadonlyMap<string, string[]>, { sums }: ResidualStream): boolean {
  return (inputsOf.get(id) ?? []).some((from) => sums.has(from));
}
