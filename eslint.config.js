// @ts-check
import svelte from "eslint-plugin-svelte";
import { defineConfig, globalIgnores } from "eslint/config";
import ts from "typescript-eslint";

/** Tools that insist on a default export. */
const toolConfigs = ["*.config.{js,ts}", "**/*.config.{js,ts}"];

const noDefaultExport = {
  selector: "ExportDefaultDeclaration",
  message: "Named exports only: one name per thing, the same everywhere.",
};

/** What Chromium 109 and Safari 16.4 do not know: a build target changes syntax, never what objects can do. */
const tooYoung = ["toSorted", "toReversed", "toSpliced", "groupBy", "withResolvers", "fromAsync", "isSubsetOf"].map(
  (property) => ({ property, message: "Younger than the tablets' browsers (Chromium 109, Safari 16.4)." }),
);

export default defineConfig(
  globalIgnores(["dist/", "var/", "node_modules/", "**/*.sql", "**/*.lua", "loadtest/**/*.js"]),
  {
    files: ["**/*.ts", "**/*.mjs", "**/*.js"],
    ignores: ["**/*.svelte.ts"],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json" } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // The project has no enums, and these two are slow.
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      "@typescript-eslint/no-deprecated": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // Objects of functions, as `{ log, now }`, are taken apart on purpose; classes here are few.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-misused-spread": "off",
      "@typescript-eslint/no-meaningless-void-operator": "off",
      "@typescript-eslint/no-unnecessary-template-expression": "off",
      "@typescript-eslint/use-unknown-in-catch-callback-variable": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      // Wrong about what changes while one awaits, and about browsers that lack what the types promise.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // An implementation of an asynchronous port may have nothing to wait for.
      "@typescript-eslint/require-await": "off",
      // Says what is meant at little cost; the compiler already knows.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/unified-signatures": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "no-restricted-syntax": ["error", noDefaultExport],
      "no-empty": ["error", { allowEmptyCatch: false }],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: toolConfigs, rules: { "no-restricted-syntax": "off" } },
  {
    files: ["**/*.test.ts", "**/testing/**"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-base-to-string": "off",
      "max-lines": ["error", { max: 500, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["**/*.mjs"],
    rules: {
      // JSDoc casts are the only way to narrow there.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
    },
  },
  {
    // Components only render and forward: types are svelte-check's, which keeps this pass fast.
    files: ["**/*.svelte", "**/*.svelte.ts"],
    extends: [ts.configs.recommended, svelte.configs.recommended],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: { "no-restricted-syntax": ["error", noDefaultExport], "no-undef": "off" },
  },
  {
    files: ["web/{tablet,client-core,ui,start}/**", "services/{domain,contracts}/**"],
    ignores: ["**/*.test.ts", "**/testing/**"],
    rules: { "no-restricted-properties": ["error", ...tooYoung] },
  },
);
