import type { Analysis } from "./analysis.ts";
import { evaluate } from "./evaluate.ts";
import { callFunction } from "./functions.ts";
import { libraryCall } from "./libraryCalls.ts";
import type { Scope } from "./scope.ts";
import type { CallArguments } from "./callArguments.ts";
import { type ClassValue, type InstanceValue, type Value, unknown } from "./values.ts";

/** `class TokenNorm(nn.LayerNorm): ...` is built as the layer that it extends. */
export function inheritLayer(instance: InstanceValue, args: CallArguments, analysis: Analysis): void {
  for (const base of basesOf(instance.of, analysis)) {
    const layer = base.kind === "path" ? libraryCall(base.path, args, analysis) : unknown;
    if (layer.kind === "layer") instance.attributes.set("super", layer);
  }
}

const basesOf = (of: ClassValue, analysis: Analysis): Value[] =>
  of.definition.bases.map((base) => evaluate(base, of.scope, analysis));

/** The class, of an object's own and those it extends, whose method is running. */
function owner(of: ClassValue, analysis: Analysis, depth = 0): ClassValue {
  const method = analysis.active.at(-1);
  if (!method || depth > 6 || of.definition.methods.includes(method)) return of;
  const base = basesOf(of, analysis).find((value) => value.kind === "class");
  return base ? owner(base, analysis, depth + 1) : of;
}

const selfOf = (scope: Scope): InstanceValue | null => {
  const self = scope.get("self") ?? scope.get("this");
  return self?.kind === "instance" ? self : null;
};

/** `super()`, and `super` of JavaScript: the object as one of the class above, or the library's layer that it is. */
export function superOf(scope: Scope, analysis: Analysis): Value {
  const self = selfOf(scope);
  if (!self) return unknown;
  const base = basesOf(owner(self.of, analysis), analysis).find((value) => value.kind === "class");
  if (base) return { kind: "instance", of: base, attributes: self.attributes };
  return self.attributes.get("super") ?? unknown;
}

const inherited = new WeakSet<Value>();

/** Whether the class above has set this attribute, so that setting it again replaces it. */
export const isInherited = (value: Value): boolean => inherited.has(value);

/** `super().__init__(...)`: sets the object up as the class above does, or as the library's layer. */
export function initialiseSuper(scope: Scope, args: CallArguments, analysis: Analysis): Value {
  const self = selfOf(scope);
  if (!self) return unknown;
  const above = superOf(scope, analysis);
  if (above.kind !== "instance") {
    inheritLayer({ ...self, of: owner(self.of, analysis) }, args, analysis);
    return unknown;
  }
  const method = above.of.definition.methods.find(({ name }) => /^(__init__|constructor)$/.test(name));
  if (method)
    callFunction({ kind: "function", definition: method, scope: above.of.scope, self }, args, analysis);
  for (const value of self.attributes.values()) inherited.add(value);
  return unknown;
}
