import type { Reporter } from "./reporter.ts";

const commands = { error: "error", warning: "warning", note: "notice" } as const;

/** Workflow commands that a code host shows as annotations. */
export const github: Reporter = ({ findings, errors }) => {
  const lines = findings.map((finding) => {
    const { path, line, endLine, column, endColumn, ruleId, severity, message, cell } = finding;
    const place =
      cell === undefined ? `,line=${line},endLine=${endLine},col=${column},endColumn=${endColumn}` : "";
    const prefix = cell === undefined ? "" : `cell ${cell}, line ${line}: `;
    return `::${commands[severity]} file=${property(path)}${place},title=${property(ruleId)}::${data(prefix + message)}\n`;
  });
  return [
    ...lines,
    ...errors.map(({ path, message }) => `::notice file=${property(path)}::${data(message)}\n`),
  ].join("");
};

const data = (text: string): string => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const property = (text: string): string => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
