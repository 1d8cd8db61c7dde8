import { checkArgument, either, instanceOf, text } from "../arguments.ts";
import { files } from "../files.ts";
import type { Tensor } from "../tensor.ts";
import { decodeSafetensors } from "./decode.ts";
import { encodeSafetensors, type EncodeOptions } from "./encode.ts";

/** The tensors of a .safetensors file by their names. Takes a path (where the host gives files) or the file's bytes. */
export async function loadSafetensors(source: string | Uint8Array): Promise<Record<string, Tensor>> {
  checkArgument(
    "loadSafetensors",
    "source",
    source,
    either(text, instanceOf("the bytes of a file (a Uint8Array)", Uint8Array)),
  );
  if (typeof source !== "string") return decodeSafetensors(source).tensors;
  const bytes = await files().read(source);
  try {
    return decodeSafetensors(bytes, { owned: true }).tensors;
  } catch (error) {
    if (error instanceof Error) error.message = `${source}: ${error.message}`;
    throw error;
  }
}

/** Writes tensors (a module's `stateDict()`, say) to a .safetensors file; loading it gives the same bits. */
export async function saveSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  path: string,
  options?: EncodeOptions,
): Promise<void> {
  checkArgument("saveSafetensors", "path", path, text);
  const bytes = encodeSafetensors(tensors, options);
  await files().write(path, bytes);
}
