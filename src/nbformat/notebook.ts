/** A JSON value, as notebooks hold them. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** Text as nbformat stores it: one string, or lines that keep their line ends. */
export type MultilineText = string | string[];

/** MIME type -> data, as nbformat 4 stores it. */
export type OutputData = Record<string, Json>;

export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: MultilineText }
  | { output_type: "display_data"; data: OutputData; metadata: JsonObject }
  | { output_type: "execute_result"; data: OutputData; metadata: JsonObject; execution_count: number | null }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** A cell of nbformat 4; keys that are not listed are kept as they are. */
export interface Cell {
  cell_type: "code" | "markdown" | "raw";
  id?: string;
  metadata: JsonObject;
  source: MultilineText;
  attachments?: JsonObject;
  /** Code cells only. */
  outputs?: Output[];
  execution_count?: number | null;
}

/** A notebook of nbformat 4; keys that are not listed are kept as they are. */
export interface Notebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: JsonObject;
  cells: Cell[];
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
