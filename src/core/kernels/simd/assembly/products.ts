// What products of matrices need: all that a second thread's module has.
export { multiply } from "./matmul";
export { addBias, addScaledRows, multiplyRow, multiplyRowTransposed } from "./multiplyRow";
export { pack } from "./pack";
