// Entry of the modules that have tiles of 16 columns too (see ../tile.ts).
export { multiplyWide } from "./matmul";
