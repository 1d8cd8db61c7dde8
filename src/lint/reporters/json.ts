import type { Reporter } from "./reporter.ts";

/** For programs: `{ version: 1, findings, errors }`, all places counted from 1. */
export const json: Reporter = ({ findings, errors }) => {
  const listed = findings.map((finding) => ({
    ruleId: finding.ruleId,
    severity: finding.severity,
    message: finding.message,
    path: finding.path,
    ...(finding.cell === undefined ? {} : { cell: finding.cell }),
    line: finding.line,
    column: finding.column,
    endLine: finding.endLine,
    endColumn: finding.endColumn,
    axes: finding.axes,
    layout: finding.layout,
    evidence: finding.evidence,
  }));
  return `${JSON.stringify({ version: 1, findings: listed, errors }, null, 2)}\n`;
};
