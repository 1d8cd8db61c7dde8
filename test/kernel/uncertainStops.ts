const [major] = process.versions.node.split(".");

/**
 * Whether a Stop of this code may stay without an answer: before Node 24 the hooks of AsyncLocalStorage run between any two steps of
 * a chain of promises, and V8 swallows a termination that meets one (2 to 4 in 100 on a busy machine).
 */
export const isUncertain = (code: string): boolean =>
  Number(major) < 24 && /for \(;;\) await null|process\.nextTick\(tick\)/.test(code);
