import type { Finding } from "../finding.ts";
import { type Reporter, placeText } from "./reporter.ts";

/** For people: a finding, its source line with a marker, and a summary. */
export const text: Reporter = ({ findings, errors, files }) => {
  const told = errors.map((error) => `${error.path}: ${error.message}\n`);
  return [...findings.map(block), ...told, summary(findings, files)].join("");
};

function block(finding: Finding): string {
  const { ruleId, severity, message, column, line, endLine, endColumn, sourceLine, related } = finding;
  const number = String(line);
  const width = endLine === line ? endColumn - column : sourceLine.length - column + 1;
  const marker = sourceLine.slice(0, column - 1).replace(/[^\t]/g, " ") + "^".repeat(Math.max(1, width));
  const head = `${placeText(finding)} ${severity} ${ruleId}\n  ${message}\n`;
  const elsewhere = related.flatMap(({ path, message: why, ...place }) =>
    path === undefined ? [] : `  ${path}:${place.line}:${place.column} ${why}\n`,
  );
  if (sourceLine.length > 400) return `${head}${elsewhere.join("")}\n`;
  const frame = `  ${number} | ${sourceLine}\n  ${" ".repeat(number.length)} | ${marker}\n`;
  return `${head}${frame}${elsewhere.join("")}\n`;
}

function summary(findings: readonly Finding[], files: number): string {
  if (files === 0) return "Nothing was checked.\n";
  const where = files === 1 ? "1 file" : `${files} files`;
  if (findings.length === 0) return `No normalisation across tokens found in ${where}.\n`;
  const counts = (["error", "warning", "note"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : `${count} ${severity}${count === 1 ? "" : "s"}`;
  });
  return `${counts.join(", ")} in ${where}\n`;
}
