import { type Axis, type Role, axisOf, mergeAxes } from "./axis.ts";

// Which names the field gives to which axis. Single letters mean different things in different company, so a
// letter is decided among the other names of the same shape.

const words: readonly (readonly [Role, RegExp])[] = [
  [
    "batch",
    /^(b|bb|bs|bz|b_?sz|b_?size|n_?b|sz_?b|size_b|batch\w*|\w+_batch|mb|minibatch|n_?samples?|num_samples)$/,
  ],
  ["head", /^(nh|n_?heads?\w*|num_(\w+_)?heads?|heads?|nhead|h_kv|kv_?heads?|n_kv_heads?|groups?)$/],
  [
    "token",
    /^(t|tt|n_?t|n_l|len_\w|[stlq]_?len|l_?seq|[tls]_?(q|k|v|kv|in|out)|n_(q|k|kv)|n_?seqs?|\w+_(len|length)|num_?(queries|latents)|n_?(queries|latents)|seq|seq\w*len\w*|\w*seq_?len\w*|seq_?length|seqs|seq_?dim|sequences?|sequence_?(len\w*|dim)|tokens?|n_?tok(en)?s?|num_?tok(en)?s?|tok|(tgt|src|q|k|kv|query|key|max|text|target|source|input|enc|dec|token|context|cond|audio|traj)_?(len|length|seq_?len|tokens?)|len|length|lengths|\w*maxlen|max_?len(gth)?|block_?size|context(_?(size|window))?|ctx(_?len)?|n_?ctx|n_?positions|max_?positions?|max_position_embeddings|positions?|num_?positions|n_?patch(es)?|num_?patch(es)?|patch_?num|patches|time|time_?steps?|num_?(time)?steps|num_?frames|n_?frames|frames|steps|window_?(size|len)|words|num_words)$/,
  ],
  [
    "channel",
    /^(c|cc|n_[cde]|c_(q|k|v|kv|in|out)|n_?feat(s|ures)?|n_?hidden|n_?dims?|ch|chans?|channels?|n_?channels|num_?(channels|features|hidden|hiddens|units)|dims?|d_?\w*model|\w*_dims?|dim_\w+|model_?dim|d_?(ff|ffn|k|v|head|inner|in|out|hidden)|hidden|hidden_?(size|dim|units)|hid(_?dim)?|\w*embed\w*|emb|emb_?(dim|size)|n_?emb(d)?|n_?units|units|feat|feats|features?|feature_?(dim|size)|in_features|out_features|in_channels|out_channels|c_?in|c_?out|width_dim|depth|e|nin|nout|ndim_model|embeddings?|d_embed|model_?size|input_(size|dim)|output_(size|dim))$/,
  ],
  ["space", /^(height|width|img_?size|image_?size|hh|ww|h_?out|w_?out|rows?|cols?|columns?)$/],
];

const unknownAxis = (name: string | null): Axis => axisOf("unknown", name);

let ownTokenNames: ReadonlySet<string> = new Set();

/** Runs with these names counting as token axes too: the user's own, for the run of one file. */
export function withTokenNames<T>(names: readonly string[], run: () => T): T {
  ownTokenNames = new Set(names.map(plain));
  try {
    return run();
  } finally {
    ownTokenNames = new Set();
  }
}

export const hasOwnTokenNames = (): boolean => ownTokenNames.size > 0;

/** The role of a name that means the same in any company; letters such as N, L and H give null. */
export function roleOfName(name: string): Role | null {
  const lower = plain(name);
  if (ownTokenNames.has(lower)) return "token";
  const known = rolesByName.get(lower);
  if (known !== undefined) return known;
  const role = words.find(([, pattern]) => pattern.test(lower))?.[0] ?? null;
  if (rolesByName.size > 5000) rolesByName.clear();
  rolesByName.set(lower, role);
  return role;
}

const rolesByName = new Map<string, Role | null>();

/** `self.seqLen` -> `seq_len`. */
function plain(name: string): string {
  const last = name.split(".").at(-1) ?? name;
  return last
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/^_+|_+$/g, "");
}

const isToken = (name: string): boolean => /^[nls]$/.test(name) || roleOfName(name) === "token";
const isChannel = (name: string): boolean => /^([dfhek]|width)$/.test(name) || roleOfName(name) === "channel";
const isBatch = (name: string): boolean => roleOfName(name) === "batch";

/**
 * The axes of a shape given by names; null or "_" is a wildcard that takes the one missing role. `B*T` is one axis that
 * holds both.
 *
 * @returns one axis a name, in order; roles that the names do not decide are "unknown".
 */
export function axesFromNames(given: readonly (string | null)[]): Axis[] {
  if (given.some((name) => name?.includes("*"))) return axesFromProducts(given);
  const names = given.map((name) => (name === null || /^_+\w?$/.test(name) ? "" : plain(name)));
  const roles = rolesOf(names, given);
  return given.map((name, index) => {
    const role = roles?.[index] ?? "unknown";
    return axisOf(role, name === null || /^_+$/.test(name) ? (defaultNames[role] ?? null) : name);
  });
}

function axesFromProducts(given: readonly (string | null)[]): Axis[] {
  const factors = given.map((name) => name?.split("*") ?? [null]);
  const axes = axesFromNames(factors.flat());
  return factors.map(({ length }) => mergeAxes(axes.splice(0, length)));
}

const defaultNames: Partial<Record<Role, string>> = { batch: "B", token: "N", channel: "C" };

function rolesOf(names: readonly string[], given: readonly (string | null)[]): readonly Role[] | null {
  if (isImage(names)) return names.map((name) => spaceRole(name));
  if (names.length === 2) return pairRoles(names as [string, string], given);
  if (names.length === 3) return tripleRoles(names);
  return names.map((name) => (name === "h" ? "head" : (roleOfName(name) ?? letterRole(name))));
}

const letterRole = (name: string): Role =>
  isToken(name) ? "token" : isChannel(name) ? "channel" : "unknown";

/** Height and width together make an image, whatever else is there. */
const isImage = (names: readonly string[]): boolean =>
  names.some(
    (name) =>
      /^(h\d?|hh|height|rows?|\w+_h|x_?h|h_?\w+)$/.test(name) &&
      name !== "heads" &&
      roleOfName(name) !== "channel" &&
      roleOfName(name) !== "head",
  ) &&
  names.some(
    (name) =>
      /^(w\d?|ww|width|cols?|columns?|\w+_w|w_?\w+)$/.test(name) &&
      roleOfName(name) !== "channel" &&
      roleOfName(name) !== "token",
  );

function spaceRole(name: string): Role {
  if (isBatch(name) || name === "n") return "batch";
  if (isChannel(name) && !/^[hk]$/.test(name)) return "channel";
  return "space";
}

/** Rank 2: [T, C] only where the name says a sequence; a lone N is a batch there. */
function pairRoles(
  [first, second]: readonly [string, string],
  given: readonly (string | null)[],
): Role[] | null {
  const sequence = roleOfName(first) === "token" || given[0] === "L" || given[0] === "S";
  if (sequence && isChannel(second)) return ["token", "channel"];
  if (isBatch(first) && isToken(second)) return ["batch", "token"];
  if ((isBatch(first) || first === "n") && isChannel(second)) return ["batch", "channel"];
  return null;
}

/** Rank 3: one batch, one token and one channel axis; a wildcard or an undecided letter takes what is missing. */
function tripleRoles(names: readonly string[]): Role[] | null {
  const batch = batchPlace(names);
  if (batch === null) return null;
  const rest = [0, 1, 2].filter((place) => place !== batch) as [number, number];
  const [i, j] = rest;
  const roles: Role[] = ["batch", "batch", "batch"];
  const settle = (token: number, channel: number): Role[] => {
    roles[token] = "token";
    roles[channel] = "channel";
    return roles;
  };
  const fits = (token: number, channel: number): boolean =>
    (names[batch] !== "n" && roleOfName(names[token]!) === "token" && mayBeChannel(names[channel]!)) ||
    (isToken(names[token]!) && (isChannel(names[channel]!) || names[channel] === "")) ||
    (isOpen(names[token]!) && isClearChannel(names[channel]!) && token < channel && batch === 0);
  if (fits(i, j)) return settle(i, j);
  if (fits(j, i)) return settle(j, i);
  return null;
}

/** A wildcard, or a letter that means nothing else between a batch and channels: `b, m, d`. */
const isOpen = (name: string): boolean => /^[mpqij]?$/.test(name);
const isClearChannel = (name: string): boolean => name === "d" || roleOfName(name) === "channel";

/** Beside a batch and a sequence the third axis holds features, whatever its name, unless it says otherwise. */
const mayBeChannel = (name: string): boolean =>
  !/^[nls]$/.test(name) && !/^(batch|token|head)$/.test(roleOfName(name) ?? "");

function batchPlace(names: readonly string[]): number | null {
  const named = names.findIndex(isBatch);
  if (named >= 0) return named;
  const tokenElsewhere = (place: number): boolean =>
    names.some((name, index) => index !== place && name !== "n" && isToken(name));
  if (names[0] === "n" && tokenElsewhere(0)) return 0;
  if (names[1] === "n" && tokenElsewhere(1)) return 1;
  if (names[0] === "" && names.slice(1).every((name) => name !== "")) return 0;
  return null;
}

/** The axis of one size used alone, as in `view(-1, num_heads, head_dim)`. */
export const axisFromName = (name: string | null): Axis =>
  name === null ? unknownAxis(null) : axisOf(roleOfName(name) ?? "unknown", name);
