export type { Cell, Json, JsonObject, MultilineText, Notebook, Output, OutputData } from "./notebook.ts";
export {
  NotebookFormatError,
  parseNotebook,
  parseReadableCells,
  type ReadableNotebook,
} from "./parseNotebook.ts";
export { jupyterStyle, notebookStyle, serializeNotebook, type NotebookStyle } from "./serializeNotebook.ts";
export { cellSource, joinText, splitText } from "./multilineText.ts";
export { cellLanguage, isRunnable } from "./cellLanguage.ts";
export { codeCell, markdownCell, newNotebook, typescriptMetadata } from "./newNotebook.ts";
export { withSourceEdits, type SourceEdit } from "./withSourceEdits.ts";
