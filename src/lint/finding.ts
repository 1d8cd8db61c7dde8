import type { Span } from "./syntax/program.ts";

export type Severity = "error" | "warning" | "note";

interface TextEdit extends Span {
  readonly text: string;
}

/** A change that a person may choose; only `safe` ones may be applied without looking. */
export interface Suggestion {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
}

/** What a rule says about a program, by offsets. */
export interface Report {
  readonly span: Span;
  readonly severity: Severity;
  readonly message: string;
  /** The pooled axes, counted from 0 at the front where the rank is known. */
  readonly axes: readonly number[];
  readonly layout: string | null;
  readonly evidence: string | null;
  /** 0 to 100. */
  readonly confidence: number;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
  readonly suggestions: readonly Suggestion[];
}

/** A place counted from 1; in a notebook within its cell (`cell` counts all cells). */
export interface Place {
  readonly cell?: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Finding extends Place {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path: string;
  readonly axes: readonly number[];
  readonly layout: string | null;
  readonly evidence: string | null;
  readonly confidence: number;
  readonly related: readonly RelatedPlace[];
  readonly suggestions: readonly PlacedSuggestion[];
  /** The source line, for a code frame and a fingerprint. */
  readonly sourceLine: string;
}

/** A place that explains a finding; `path` is set where it lies in a neighbouring file. */
interface RelatedPlace extends Place {
  readonly message: string;
  readonly path?: string;
}

export interface PlacedSuggestion {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly (Place & { readonly text: string })[];
}
