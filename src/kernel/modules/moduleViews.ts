import { inspect } from "node:util";

export type Namespace = Record<string, unknown>;

/** Whether it is an ES module, Node's own or a view of ours. */
export function isModule(exported: object): boolean {
  return Reflect.get(exported, Symbol.toStringTag) === "Module";
}

/** What `import` gives of a CommonJS module or of JSON: the value as default, and its properties. */
export function commonJsNamespace(exported: unknown): Namespace {
  const isList = Array.isArray(exported);
  if (isList || exported === null || (typeof exported !== "object" && typeof exported !== "function"))
    return { default: exported };
  return isModule(exported) ? (exported as Namespace) : { ...exported, default: exported };
}

const transpiled = new WeakMap<object, Namespace>();

/** The same, as compiled CommonJS code knows it: the default export is a property. */
export function asTranspiled(namespace: Namespace): Namespace {
  let view = transpiled.get(namespace);
  if (!view) {
    view = Object.defineProperty(viewOf(namespace), "__esModule", { value: true });
    transpiled.set(namespace, view);
  }
  return view;
}

/** Reads what a module exports at that moment, and refuses to assign to it. */
function viewOf(namespace: Namespace): Namespace {
  const view = Object.create(null) as Namespace;
  for (const name of Object.keys(namespace))
    Object.defineProperty(view, name, { enumerable: true, get: () => namespace[name] });
  return view;
}

const views = new WeakMap<object, Namespace>();

/** What a module of ours exports. */
export function moduleView(exported: Namespace): Namespace {
  let view = views.get(exported);
  if (!view) {
    view = Object.defineProperties(viewOf(exported), {
      [Symbol.toStringTag]: { value: "Module" },
      [inspect.custom]: { value: () => ({ ...exported }) },
    });
    Object.preventExtensions(view);
    views.set(exported, view);
  }
  return view;
}
