// How good the lint is on its corpus: `npm run bench:lint`. With `--verbose` every miss and false alarm is listed.
import { type Case, outcomeOf, readCases } from "../test/lint/corpus.ts";
import { testLinter } from "../test/lint/testLinter.ts";

const verbose = process.argv.includes("--verbose");
const linter = await testLinter();

for (const folder of ["corpus", "heldout"]) console.log(measure(folder, readCases(`./${folder}`)));

function measure(folder: string, cases: readonly Case[]): string {
  const totals = { found: 0, missed: 0, loud: 0, loudFalse: 0, noteFalse: 0 };
  for (const one of cases) {
    const outcome = outcomeOf(linter, one);
    const loud = outcome.unexpected.filter((finding) => finding.severity !== "note");
    totals.found += outcome.found.length;
    totals.missed += outcome.missed.length;
    totals.loudFalse += loud.length;
    totals.noteFalse += outcome.unexpected.length - loud.length;
    if (verbose && folder !== "heldout") {
      for (const { line, ruleId } of outcome.missed) console.log(`  missed  ${one.name}:${line} ${ruleId}`);
      for (const finding of outcome.unexpected)
        console.log(
          `  ${finding.severity} ${one.name}:${finding.line} ${finding.ruleId}: ${finding.message}`,
        );
    }
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
