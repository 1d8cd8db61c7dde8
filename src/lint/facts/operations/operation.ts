import type { Span } from "../../syntax/program.ts";
import type { Analysis } from "../analysis.ts";
import type { CallArguments } from "../callArguments.ts";
import type { TensorValue, Value } from "../values.ts";

/** An operation on a tensor, written as a method or as a function of it. */
export interface OperationCall {
  readonly name: string;
  readonly input: TensorValue;
  /** The arguments after the tensor. */
  readonly args: CallArguments;
  readonly span: Span;
  readonly analysis: Analysis;
  /** The module it is a function of; empty for a method. */
  readonly path: string;
}

export type Operation = (call: OperationCall) => Value;
