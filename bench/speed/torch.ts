import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Contender } from "./measure.ts";

/** PyTorch in a Python process: one line of JSON asks, one line answers. */
export class Torch {
  private readonly lines: AsyncIterator<string>;
  private readonly child: ReturnType<typeof spawn>;

  private constructor(child: ReturnType<typeof spawn>) {
    this.child = child;
    this.lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  }

  /** null where python3 (or TOKENWISE_PYTHON) has no torch. */
  static async start(): Promise<{ torch: Torch; version: string } | null> {
    const python = process.env["TOKENWISE_PYTHON"] ?? "python3";
    const child = spawn(python, [join(import.meta.dirname, "torchPeer.py")], {
      stdio: ["pipe", "pipe", "ignore"],
      // Its own allocator, as its users have it.
      env: { ...process.env, GLIBC_TUNABLES: undefined },
    });
    child.on("error", () => {});
    const torch = new Torch(child);
    try {
      return { torch, version: await torch.ask({ command: "version" }) };
    } catch {
      return null;
    }
  }

  contender(name: string, work: string, ...sizes: number[]): Contender {
    return {
      name,
      time: async (atLeast) =>
        Number(await this.ask({ command: "time", work, sizes, seconds: atLeast / 1000 })),
    };
  }

  async ask(question: object): Promise<string> {
    this.child.stdin!.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error("PyTorch's process has ended.");
    return value as string;
  }

  end(): void {
    this.child.stdin!.end();
  }
}
