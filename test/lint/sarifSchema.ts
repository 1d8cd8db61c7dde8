import { Ajv } from "ajv";

// The part of SARIF 2.1.0 that the lint writes, from the standard's section 3 (OASIS, March 2020): names, required
// properties, and the ranges of numbers. Stricter than the standard in one way: what is not listed here is refused.

const object = (required: readonly string[], properties: Record<string, object>) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});
const list = (items: object) => ({ type: "array", items });
const text = { type: "string" };
const fromOne = { type: "integer", minimum: 1 };

/** 3.11 and 3.12: `text` is plain, `markdown` is never alone. */
const message = object(["text"], { text: { ...text, minLength: 1 }, markdown: text });
const level = { enum: ["none", "note", "warning", "error"] };
/** 3.30 */
const region = object(["startLine"], {
  startLine: fromOne,
  startColumn: fromOne,
  endLine: fromOne,
  endColumn: fromOne,
});
const properties = { type: "object" };
/** 3.28, 3.29 and 3.4; the URI has no spaces and no backslashes. */
const location = object(["physicalLocation"], {
  id: { type: "integer", minimum: -1 },
  physicalLocation: object(["artifactLocation"], {
    artifactLocation: object(["uri"], {
      uri: { type: "string", pattern: "^([A-Za-z][A-Za-z0-9+.-]*:)?[A-Za-z0-9%/:@!$&'()*+,;=._~-]+$" },
    }),
    region,
  }),
  message,
  properties,
});
/** 3.49 and 3.50 */
const reportingDescriptor = object(["id"], {
  id: text,
  shortDescription: message,
  fullDescription: message,
  help: message,
  defaultConfiguration: object([], { enabled: { type: "boolean" }, level }),
});
/** 3.27 */
const result = object(["message"], {
  ruleId: text,
  ruleIndex: { type: "integer", minimum: -1 },
  level,
  message,
  rank: { type: "number", minimum: -1, maximum: 100 },
  locations: list(location),
  relatedLocations: { ...list(location), uniqueItems: true },
  partialFingerprints: { type: "object", additionalProperties: text },
  properties,
});
/** 3.20 and 3.58 */
const invocation = object(["executionSuccessful"], {
  executionSuccessful: { type: "boolean" },
  toolExecutionNotifications: list(object(["message"], { level, message })),
});
/** 3.14, 3.18 and 3.19 */
const run = object(["tool"], {
  tool: object(["driver"], {
    driver: object(["name"], {
      name: text,
      semanticVersion: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+" },
      rules: { ...list(reportingDescriptor), uniqueItems: true },
    }),
  }),
  columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
  invocations: list(invocation),
  results: list(result),
});

const validate = new Ajv({ allErrors: true }).compile(
  object(["version", "runs"], {
    $schema: text,
    version: { const: "2.1.0" },
    runs: list(run),
  }),
);

/** What the schema has against a log: `/runs/0/results/0/rank must be <= 100`. */
export function sarifProblems(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message: why }) => `${instancePath} ${why}`);
}
