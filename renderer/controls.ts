import { h, uniqueId } from "./dom.ts";

/** A labelled list to choose from. */
export function select(
  label: string,
  options: readonly string[],
  onChange: (index: number) => void,
): { element: HTMLElement; set(options: readonly string[], index: number): void } {
  const id = uniqueId("select");
  const list = h("select", { id, class: "tw-select" });
  list.addEventListener("change", () => onChange(list.selectedIndex));
  const set = (next: readonly string[], index: number) => {
    list.replaceChildren(...next.map((words, value) => h("option", { value }, words)));
    list.selectedIndex = index;
  };
  set(options, 0);
  return { element: h("span", { class: "tw-control" }, h("label", { for: id }, label), list), set };
}

/** Some choices of which one holds, as a row of buttons. */
export function choice<T extends string>(
  label: string,
  options: readonly { value: T; words: string }[],
  onChange: (value: T) => void,
): { element: HTMLElement; set(value: T): void; offer(value: T, isOffered: boolean): void } {
  const buttons = options.map(({ value, words }) => {
    const button = h("button", { type: "button", class: "tw-choice" }, words);
    button.addEventListener("click", () => onChange(value));
    return button;
  });
  const set = (value: T) =>
    buttons.forEach((button, index) =>
      button.setAttribute("aria-pressed", String(options[index]!.value === value)),
    );
  const offer = (value: T, isOffered: boolean) => {
    buttons[options.findIndex((option) => option.value === value)]!.hidden = !isOffered;
  };
  return {
    element: h("span", { class: "tw-choices", role: "group", "aria-label": label }, ...buttons),
    set,
    offer,
  };
}

/** A button that stays pressed. */
export function toggle(
  content: Node | string,
  onChange: (isPressed: boolean) => void,
): { element: HTMLButtonElement; set(isPressed: boolean): void } {
  const element = h("button", { type: "button", class: "tw-toggle" }, content);
  const set = (isPressed: boolean) => element.setAttribute("aria-pressed", String(isPressed));
  element.addEventListener("click", () => onChange(element.getAttribute("aria-pressed") !== "true"));
  return { element, set };
}

export function button(words: string, title: string, onClick: () => void): HTMLButtonElement {
  const element = h("button", { type: "button", class: "tw-button", title }, words);
  element.addEventListener("click", onClick);
  return element;
}
