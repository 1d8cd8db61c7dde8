import { putBack } from "../builtins.ts";
import { currentExecution } from "../execution.ts";

const toldLocked = new Set<string>();

/**
 * Puts back what cells have replaced of JavaScript's built-in objects, and says so below the cell: the kernel, the core
 * and V8's inspector, which runs the cells, would go wrong with it.
 */
export function putBackBuiltIns(): void {
  const { replaced, locked } = putBack();
  if (replaced.length > 0)
    tell(
      `${replaced.join(", ")}: as built in again. The kernel and "tokenwise" rely on that, so a cell's change lasts until it ends.`,
    );
  const news = locked.filter((name) => !toldLocked.has(name));
  if (news.length === 0) return;
  for (const name of news) toldLocked.add(name);
  tell(
    `${news.join(", ")}: locked by a cell and cannot be put back. Restart the kernel where cells go wrong.`,
  );
}

function tell(sentence: string): void {
  currentExecution()?.write("stderr", `${sentence}\n`);
}
