// How VS Code names a notebook's cells before its TypeScript server:
// ^/vscode-notebook-cell/<authority>/<path of the notebook>#<a letter><the cell's number, base 7>s<scheme>

const prefix = "^/vscode-notebook-cell/";

export function isCellFile(fileName: string): boolean {
  return fileName.startsWith(prefix);
}

/** The part of the name that the cells of one notebook share. */
export function notebookOf(cellFile: string): string {
  const fragment = cellFile.lastIndexOf("#");
  return fragment < 0 ? cellFile : cellFile.slice(0, fragment);
}

/** The cell's number: its place when the notebook was opened; cells that are inserted later get higher ones. */
export function cellNumber(cellFile: string): number {
  const digits = /#[a-z]([0-6]+)s[^#]*$/i.exec(cellFile)?.[1];
  return digits === undefined ? Number.POSITIVE_INFINITY : parseInt(digits, 7);
}
