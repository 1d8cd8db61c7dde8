import { Xoshiro, type RandomState } from "./xoshiro.ts";

/** The generator behind rand, randn, initialisation and dropout. */
export const generator = new Xoshiro(0);

/** Starts the random numbers over: the same seed gives the same numbers on every machine. */
export function manualSeed(seed: number): void {
  if (!Number.isSafeInteger(seed)) throw new TypeError(`manualSeed: ${String(seed)} is not a whole number`);
  generator.seed(seed);
}

/** Everything that decides the random numbers to come. */
export function getRandomState(): RandomState {
  return generator.state;
}

export function setRandomState(state: RandomState): void {
  generator.state = state;
}
