/** An .ipynb of TypeScript cells that were never run. */
export function notebookText(cells: readonly string[]): string {
  const code = cells.map((source, index) => ({
    cell_type: "code",
    id: `cell-${index + 1}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  const metadata = {
    kernelspec: { name: "tokenwise", display_name: "Tokenwise (TypeScript)", language: "typescript" },
    language_info: { name: "typescript" },
  };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: code });
}
