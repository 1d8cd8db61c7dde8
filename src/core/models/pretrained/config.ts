/** A file of a checkpoint that says something we cannot follow. The message names the file and the field. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}

/** No model has more of anything than this; what a config asks for beyond it is a mistake or an attack. */
const largest = 2 ** 31 - 1;

/** The fields of a JSON object in a file, each checked as it is read. */
export class Config {
  readonly file: string;
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(file: string, fields: unknown) {
    if (typeof fields !== "object" || fields === null || Array.isArray(fields))
      throw new CheckpointError(`${file}: must hold a JSON object, not ${shown(fields)}.`);
    this.file = file;
    this.fields = fields as Record<string, unknown>;
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined && this.fields[name] !== null;
  }

  /** A whole number above 0. */
  count(name: string, fallback?: number): number {
    if (fallback !== undefined && !this.has(name)) return fallback;
    const value = this.fields[name];
    if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > largest)
      this.refuse(name, "a whole number above 0");
    return value as number;
  }

  positive(name: string, fallback?: number): number {
    const value = this.read(name, fallback);
    if (typeof value !== "number" || !(value > 0 && Number.isFinite(value)))
      this.refuse(name, "a number above 0");
    return value as number;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.read(name, fallback);
    if (typeof value !== "boolean") this.refuse(name, "true or false");
    return value as boolean;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback?: T): T {
    const value = this.read(name, fallback);
    if (!allowed.includes(value as T)) this.refuse(name, `one of ${allowed.join(", ")}`);
    return value as T;
  }

  section(name: string): Config | null {
    return this.has(name) ? new Config(`${this.file}, "${name}"`, this.fields[name]) : null;
  }

  /** Refuses a setting that changes the computation in a way that is not built here. */
  mustBe(name: string, expected: boolean): void {
    if (this.flag(name, expected) !== expected)
      throw new CheckpointError(`${this.file}: "${name}": ${!expected} is not supported.`);
  }

  private read(name: string, fallback: unknown): unknown {
    return this.has(name) ? this.fields[name] : fallback;
  }

  private refuse(name: string, wanted: string): never {
    const given = this.fields[name];
    throw new CheckpointError(
      `${this.file}: "${name}" must be ${wanted}, ${given === undefined ? "but is missing" : `not ${shown(given)}`}.`,
    );
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
