// How good the lint is on its corpus, and how fast: `npm run bench:lint`. With `--verbose` every miss and false alarm of
// the corpus is listed (of the held-out cases only the numbers), with `--million` a million lines are checked by the
// built command line.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Case, outcomeOf, readCases } from "../test/lint/corpus.ts";
import { testLinter } from "../test/lint/testLinter.ts";

const verbose = process.argv.includes("--verbose");
const linter = await testLinter();

for (const folder of ["corpus", "heldout"]) console.log(measure(folder, readCases(`./${folder}`)));
console.log(checkTime(1000));
console.log(editTime(2000));
if (process.argv.includes("--million")) console.log(await millionLines());

function measure(folder: string, cases: readonly Case[]): string {
  const totals = { found: 0, missed: 0, loud: 0, loudFalse: 0, noteFalse: 0 };
  for (const one of cases) {
    const outcome = outcomeOf(linter, one);
    const loud = outcome.unexpected.filter((finding) => finding.severity !== "note");
    totals.found += outcome.found.length;
    totals.missed += outcome.missed.length;
    totals.loudFalse += loud.length;
    totals.noteFalse += outcome.unexpected.length - loud.length;
    if (verbose && folder !== "heldout") list(one, outcome);
  }
  const wrong = cases.filter((one) => one.expected.length > 0).length;
  const percent = (part: number, whole: number): string =>
    `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  return [
    `${folder}: ${cases.length} cases (${wrong} wrong, ${cases.length - wrong} right)`,
    `  recall ${percent(totals.found, totals.found + totals.missed)} of ${totals.found + totals.missed} lines`,
    `  precision ${percent(totals.found, totals.found + totals.loudFalse)} of errors and warnings, ` +
      `${percent(totals.found, totals.found + totals.loudFalse + totals.noteFalse)} with notes`,
  ].join("\n");
}

function list(one: Case, outcome: ReturnType<typeof outcomeOf>): void {
  for (const { line, ruleId } of outcome.missed) console.log(`  missed  ${one.name}:${line} ${ruleId}`);
  for (const finding of outcome.unexpected)
    console.log(`  ${finding.severity} ${one.name}:${finding.line} ${finding.ruleId}: ${finding.message}`);
}

/** Python of so many lines: the corpus's cases one after the other, with names of their own. */
function program(lines: number): string {
  const texts = readCases("./corpus").flatMap(({ path, text }) => (path.endsWith(".py") ? [text] : []));
  const parts: string[] = [];
  for (let index = 0, count = 0; count < lines; index++) {
    const part = renamed(texts[index % texts.length]!, index);
    parts.push(part);
    count += part.split("\n").length;
  }
  return parts.join("\n").split("\n").slice(0, lines).join("\n");
}

function renamed(text: string, index: number): string {
  const names = [...text.matchAll(/^(?:class|def) (\w+)/gm)].map((match) => match[1]!);
  return names.reduce(
    (result, name) => result.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `${name}_${index}`),
    text,
  );
}

/** Milliseconds; the least processor time is what other work on the machine disturbs least. */
interface Times {
  readonly wall: number;
  readonly cpu: number;
  readonly leastCpu: number;
}

/** The medians of what `run` takes, in milliseconds, once warm. */
function medians(run: () => void, warmUp = 30, count = 41): Times {
  const times: { wall: number; cpu: number }[] = [];
  for (let index = 0; index < warmUp + count; index++) {
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    run();
    const used = process.cpuUsage(cpu);
    if (index >= warmUp)
      times.push({ wall: performance.now() - wall, cpu: (used.user + used.system) / 1000 });
  }
  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[count >> 1]!;
  const cpu = times.map((time) => time.cpu);
  return { wall: middle(times.map(({ wall }) => wall)), cpu: middle(cpu), leastCpu: Math.min(...cpu) };
}

function shown({ wall, cpu, leastCpu }: Times): string {
  return `${wall.toFixed(1)} ms (processor time ${cpu.toFixed(1)} ms, at least ${leastCpu.toFixed(1)} ms)`;
}

function checkTime(lines: number): string {
  const text = program(lines);
  return `${lines} lines parsed and checked: ${shown(medians(() => void linter.lint({ path: "a.py", text, language: "python" })))}`;
}

/** A blank typed at the end of a line, each time in another function. */
function editTime(lines: number): string {
  const document = linter.document("a.py");
  let text = program(lines);
  let step = 0;
  const times = medians(() => {
    const place = text.indexOf("\n", Math.floor((((step++ * 37) % 100) / 100) * text.length));
    text = `${text.slice(0, place)} ${text.slice(place)}`;
    document.lint(text, "python");
  });
  document.dispose();
  return `an edit in ${lines} lines checked again: ${shown(times)}`;
}

/** 500 files of 2,000 lines through `dist/cli.js`, with the most memory that the process held. */
async function millionLines(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tokenwise-million-"));
  const text = program(2000);
  for (let index = 0; index < 500; index++) writeFileSync(join(folder, `m${index}.py`), text);
  const start = performance.now();
  const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
  const child = spawn(process.execPath, [cli, "lint", folder, "--format", "json"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  let memory = 0;
  const timer = setInterval(() => (memory = Math.max(memory, residentMegabytes(child.pid!))), 200);
  await new Promise((resolve) => child.on("exit", resolve));
  clearInterval(timer);
  rmSync(folder, { recursive: true });
  const seconds = (performance.now() - start) / 1000;
  return `a million lines from the command line: ${seconds.toFixed(0)} s on ${availableParallelism()} cores, ${memory.toFixed(0)} MB at most`;
}

/** Linux keeps a process's peak itself. */
function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it has just ended
  }
}
