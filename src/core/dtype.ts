/**
 * What the numbers of a tensor mean. All are stored as float32; "bool" marks 0 and 1 from comparisons, so that a mask can
 * be told from numbers to add.
 */
export type DType = "float32" | "bool";
