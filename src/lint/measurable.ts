import { roleOfName } from "./layout/axisNames.ts";
import type { FunctionDefinition, Parameter, Program, Span, Statement } from "./syntax/program.ts";

/** A function of a TypeScript cell that "Measure token influence" can call. */
export interface Measurable {
  readonly name: string;
  readonly span: Span;
  /** The source of a cell that runs `tokenInfluence` on it. */
  readonly cell: string;
}

const [tokens, channels] = [6, 8];

/**
 * The functions and modules at the top level of a program whose arguments can be told from their names: the first is the
 * input [B, N, C] (a tensor, or a flat array that is changed or returned), the others are sizes, scales and shifts.
 */
export function measurables(program: Program): Measurable[] {
  return program.statements.flatMap((statement) => {
    const call = callOf(statement);
    return call ? [{ ...call, span: statement.span }] : [];
  });
}

function callOf(statement: Statement): Pick<Measurable, "name" | "cell"> | null {
  if (statement.kind === "class") {
    const method = (name: string) => statement.definition.methods.find((one) => one.name === name);
    const args = argumentsFor(method("constructor")?.parameters ?? []);
    const { name } = statement.definition;
    const ready = args && method("forward")?.parameters.length === 1;
    return ready ? { name, cell: tensorCell(`new ${name}(${args.join(", ")})`, args) } : null;
  }
  const definition = functionOf(statement);
  return definition && functionCall(definition);
}

function functionOf(statement: Statement): FunctionDefinition | null {
  if (statement.kind === "function") return statement.definition;
  if (statement.kind !== "assign" || statement.target.kind !== "name") return null;
  return statement.value?.kind === "function"
    ? { ...statement.value.definition, name: statement.target.name }
    : null;
}

function functionCall({ name, parameters }: FunctionDefinition): Pick<Measurable, "name" | "cell"> | null {
  const [input, ...rest] = parameters;
  if (!input || sizeOf(input.name) !== null) return null;
  const flat = isFlat(input, rest);
  const args = argumentsFor(rest, flat);
  if (!args) return null;
  const call = (value: string): string => `${name}(${[value, ...args].join(", ")})`;
  return {
    name,
    cell: flat ? flatCell(call("data")) : tensorCell(args.length ? `(x) => ${call("x")}` : name, args),
  };
}

/** An array by its annotation; without one, what comes with its sizes. */
const isFlat = ({ annotation }: Parameter, rest: readonly Parameter[]): boolean =>
  annotation === null
    ? rest.some(({ name }) => sizeOf(name) !== null)
    : /Float(32|64)Array|number\[\]|Array<number>/.test(annotation);

/** The arguments as source; what has a default is left out. null where a name does not tell what to pass. */
function argumentsFor(parameters: readonly Parameter[], flat = false): string[] | null {
  const required = parameters.filter(
    ({ defaultValue, annotation }) => !defaultValue && !/undefined/.test(annotation ?? ""),
  );
  const args = required.map(({ name }) => sizeOf(name) ?? affineOf(name, flat));
  return args.includes(null) ? null : (args as string[]);
}

function sizeOf(name: string): string | null {
  if (/^[NTLS]$/i.test(name) || roleOfName(name) === "token") return String(tokens);
  if (/^[CDE]$/i.test(name) || roleOfName(name) === "channel") return String(channels);
  return /^b$/i.test(name) || roleOfName(name) === "batch" ? "1" : null;
}

function affineOf(name: string, flat: boolean): string | null {
  if (/^(eps|epsilon)$/i.test(name)) return "1e-5";
  const fill = /^(gamma|weights?|scale|gain|g|w)$/i.test(name)
    ? "ones"
    : /^(beta|bias|shift|b)$/i.test(name)
      ? "zeros"
      : null;
  if (fill === null) return null;
  return flat
    ? `new Float32Array(${channels})${fill === "ones" ? ".fill(1)" : ""}`
    : `${fill}([${channels}])`;
}

const about = `an input of ${tokens} tokens with ${channels} channels, [B, N, C]: put your own here`;
const input = `randn([1, ${tokens}, ${channels}])`;

function tensorCell(f: string, args: readonly string[]): string {
  const makers = ["ones", "zeros"].filter((maker) => args.some((arg) => arg.startsWith(`${maker}(`)));
  const names = [...makers, "randn", "tokenInfluence"].join(", ");
  return `import { ${names} } from "tokenwise";\n\n// ${about}\ntokenInfluence(${f}, ${input});`;
}

const flatCell = (call: string): string => `import { randn, tensor, tokenInfluence } from "tokenwise";

// ${about}
tokenInfluence((x) => {
  const data = x.data.slice();
  const result = ${call};
  return tensor(result ?? data, x.shape);
}, ${input});`;
