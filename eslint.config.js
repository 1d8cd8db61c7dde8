import tseslint from "typescript-eslint";
import { folderOf, mayImport, pure } from "./scripts/house.js";

const folders = Object.keys(mayImport);

/** One `no-restricted-imports` block per folder of the house. */
const walls = folders.map((folder) => {
  const forbidden = folders.filter((other) => other !== folder && !mayImport[folder].includes(other));
  const patterns = [
    {
      regex: `^(\\.\\./)+(src/)?(${forbidden.join("|")})/`,
      message: `${folder} may import only: ${mayImport[folder].join(", ") || "nothing of ours"}.`,
    },
  ];
  if (folder !== "extension")
    patterns.push({ regex: "^vscode$", message: "Only src/extension imports vscode." });
  if (pure.includes(folder) || folder === "renderer")
    patterns.push({ regex: "^node:", message: `${folder} runs without Node.` });
  return {
    files: [`${folderOf(folder)}/**/*.ts`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
});

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "out/",
      "**/node_modules/",
      "**/fixtures/",
      "test/lint/corpus/",
      "test/lint/heldout/",
      "coverage/",
      // AssemblyScript: its compiler checks it.
      "src/core/kernels/simd/assembly/",
      ".cache/",
    ],
  },
  ...tseslint.configs.strict,
  {
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      eqeqeq: ["error", "smart"],
      "no-eval": "error",
      "no-implied-eval": "error",
      "prefer-const": "error",
    },
  },
  ...walls,
);
