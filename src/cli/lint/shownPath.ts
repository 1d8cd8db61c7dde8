import { relative } from "node:path";

/** A path as findings name it: seen from the folder that the command runs in, absolute where it lies outside. */
export function shownPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return inside.startsWith("..") ? path : inside || path;
}
