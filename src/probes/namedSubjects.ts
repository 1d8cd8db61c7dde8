import { Module } from "../core/index.ts";
import { nameOf } from "./subject.ts";
import type { Subject } from "./subject.ts";

/** One subject under its own name, or several under the names that they were given. */
export function namedSubjects<S extends Subject>(subjects: S | Readonly<Record<string, S>>): [string, S][] {
  if (subjects instanceof Module || typeof subjects === "function")
    return [[nameOf(subjects), subjects as S]];
  const named = typeof subjects === "object" && subjects !== null ? Object.entries(subjects) : [];
  if (named.length > 0) return named;
  throw new TypeError("Give a model, or several by name: { 'post-norm': model, 'pre-norm': other }.");
}
