// Every test draws the same random numbers in every run, whatever ran before it in its process. TOKENWISE_TEST_SEED
// gives others, to look for what a property does not hold for.
import fc from "fast-check";
import { manualSeed } from "../src/core/index.ts";

const seed = Number(process.env["TOKENWISE_TEST_SEED"] ?? 0);
fc.configureGlobal({ seed });

/** 32 bits of a text (the FNV-1a hash), so that no two tests draw the same numbers. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (const character of text) bits = Math.imul(bits ^ character.codePointAt(0)!, 0x01000193);
  return bits >>> 0;
}

export const mochaHooks = {
  beforeEach(this: Mocha.Context): void {
    manualSeed(seed + hash(this.currentTest!.fullTitle()));
  },
  // For what the next file draws while it is loaded.
  afterEach(): void {
    manualSeed(seed);
  },
};
