import { send } from "../channel.ts";
import { currentExecution } from "../execution.ts";

const waiting = new Map<number, (text: string | null) => void>();
let requests = 0;

/**
 * Asks the reader for a line of text.
 *
 * @throws Error when nobody can answer, or the reader cancels.
 */
export async function input(prompt = ""): Promise<string> {
  const request = ++requests;
  const answer = new Promise<string | null>((resolve) => waiting.set(request, resolve));
  send({ type: "input", request, execution: currentExecution()?.number ?? 0, prompt: String(prompt) });
  const text = await answer;
  if (text === null) throw new Error("There is no input: nobody answered, or standard input has ended.");
  return text;
}

/** The host's answer to a request; null when there is none. */
export function answerInput(request: number, text: string | null): void {
  waiting.get(request)?.(text);
  waiting.delete(request);
}
