import { formatShape, ShapeError, type Shape } from "../shape.ts";

/** The axes of an input that a norm over `normalizedShape` runs over. Throws a ShapeError where the input does not end in that shape. */
export function trailingAxes(layer: string, inputShape: Shape, normalizedShape: Shape): number[] {
  const first = inputShape.length - normalizedShape.length;
  if (first < 0 || normalizedShape.some((length, i) => inputShape[first + i] !== length))
    throw new ShapeError(
      layer,
      `the last axes of the input must be ${formatShape(normalizedShape)}, but its shape is ${formatShape(inputShape)}`,
    );
  return normalizedShape.map((_, i) => first + i);
}
