// What cells import as "tokenwise".
export * from "../core/index.ts";
export * from "../probes/index.ts";
export { display } from "./display/display.ts";
export { input } from "./display/input.ts";
export { progress } from "./display/progress.ts";
