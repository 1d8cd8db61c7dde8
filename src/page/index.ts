export { escapeHtml } from "./html.ts";
export { outputHtml } from "./output.ts";
export { page } from "./page.ts";
