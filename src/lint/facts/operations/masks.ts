import type { TensorValue } from "../values.ts";

export const isMaskName = (name: string): boolean => /mask|valid/i.test(name);

/** Whether a tensor only says which of another one's items count. */
export const isMask = (value: TensorValue): boolean => isMaskName(value.root.name ?? "");
