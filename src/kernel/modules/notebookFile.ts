import { join } from "node:path";

/** Path of the notebook, from which relative paths and packages are looked up; it need not be saved yet. */
export const notebookFile = process.env["TOKENWISE_NOTEBOOK"] ?? join(process.cwd(), "untitled.ipynb");
