// Taken before any cell runs: a cell may put functions of its own in their place.
const { parse, stringify } = JSON;
const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;
const [object, array] = [Object.prototype, Array.prototype];

/**
 * One message as a line of JSON. It begins with a line break too: what somebody else wrote into the pipe, or the half of
 * a message whose writing was cut off, spoils no message but itself.
 */
export function encodeLine(message: unknown): string {
  const ofObjects = hideToJson(object);
  const ofArrays = hideToJson(array);
  try {
    return `\n${stringify(message)}\n`;
  } finally {
    if (ofObjects) defineProperty(object, "toJSON", ofObjects);
    if (ofArrays) defineProperty(array, "toJSON", ofArrays);
  }
}

/** Takes away a conversion that a cell has given to all objects: messages cross as they are. */
function hideToJson(holder: object): PropertyDescriptor | undefined {
  const property = getOwnPropertyDescriptor(holder, "toJSON");
  return property && deleteProperty(holder, "toJSON") ? property : undefined;
}

/** Puts the pieces that a pipe delivers together again and gives each whole line's message. */
export class LineDecoder<T> {
  private pieces: string[] = [];
  private readonly isMessage: (value: unknown) => value is T;
  private readonly onBroken: (line: string) => void;

  /**
   * @param isMessage whether a parsed line is a message.
   * @param onBroken hears of lines that are none; nothing is thrown for them.
   */
  constructor(isMessage: (value: unknown) => value is T, onBroken: (line: string) => void) {
    this.isMessage = isMessage;
    this.onBroken = onBroken;
  }

  /** The messages that `text` completes, in order. */
  push(text: string): T[] {
    const lines = text.split("\n");
    const rest = lines.pop()!;
    if (lines.length === 0) {
      this.pieces.push(rest);
      return [];
    }
    lines[0] = this.pieces.join("") + lines[0]!;
    this.pieces = [rest];
    return lines.filter((line) => line !== "").flatMap((line) => this.decode(line));
  }

  private decode(line: string): T[] {
    try {
      const message: unknown = parse(line);
      if (this.isMessage(message)) return [message];
    } catch {
      // Told below.
    }
    this.onBroken(line);
    return [];
  }
}

/** Whether a value could be a message: an object with a type in words. */
export function hasType(value: unknown): value is { type: string } {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
