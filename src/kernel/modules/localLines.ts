import { sameLine, type LineMap } from "../compile/lineMap.ts";

const maps = new Map<string, LineMap>();

/** Remembers how lines of a local file's compiled code map to its source. */
export function setLocalLines(file: string, map: LineMap): void {
  if (map === sameLine) maps.delete(file);
  else maps.set(file, map);
}

export function mapLocalLine(file: string, line: number): number {
  return maps.get(file)?.(line) ?? line;
}
