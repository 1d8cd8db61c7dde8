/** `name`, or with the first number that makes it new: "norm", "norm#2", ... Adds it to `taken`. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}#${n}`;
  taken.add(free);
  return free;
}
