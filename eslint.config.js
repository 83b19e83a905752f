import { configApp, RULES_LIST } from '@adonisjs/eslint-config'
import vuePlugin from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/** Departures from the AdonisJS rules, each with its reason. */
const HOUSE_RULES = {
  // One-line guards read better without braces; longer bodies keep them
  'curly': ['error', 'multi-line'],
  // Prettier wraps code; long messages and regular expressions stay in one piece, to be found by search
  '@stylistic/max-len': [
    'error',
    {
      code: 120,
      comments: 120,
      ignoreUrls: true,
      ignoreStrings: true,
      ignoreTemplateLiterals: true,
      ignoreRegExpLiterals: true,
    },
  ],
  // `x == null` asks for null and undefined at once
  'eqeqeq': ['error', 'always', { null: 'ignore' }],
  // Types are inferred or declared; where a library forces it, say so with a disabling comment
  '@typescript-eslint/no-explicit-any': 'error',
  // `(await x).y` is plain where the value is used once
  '@unicorn/no-await-expression-member': 'off',
  // Names that come from the database, HTTP headers and tax forms keep their spelling
  '@typescript-eslint/naming-convention': [
    'error',
    { selector: 'typeLike', format: ['PascalCase'] },
    { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: false } },
  ],
}

/** The browser's half: resources, and the pages and slots of modules and plugins. */
const BROWSER_FILES = ['resources/**', '{modules,plugins}/*/{pages,slots}/**']

export default configApp(
  {
    ignores: [
      'storage/**',
      'public/assets/**',
      'tmp/**',
      '**/fixtures/**',
      '.adonisjs/**',
      '**/*.d.mts',
      // compiled: plug-ins that were added as packages
      'plugins/**/*.js',
      'plugins/**/*.d.ts',
    ],
  },
  { files: ['**/*.ts'], rules: HOUSE_RULES },
  ...vuePlugin.configs['flat/recommended'].map((block) => ({ ...block, files: ['**/*.vue'] })),
  {
    files: BROWSER_FILES.flatMap((pattern) => [`${pattern}/*.ts`, `${pattern}/*.vue`]),
    plugins: { vue: vuePlugin },
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      ...RULES_LIST,
      ...HOUSE_RULES,
      // Components are named as their tag; other files in snake case
      '@unicorn/filename-case': ['error', { cases: { snakeCase: true, pascalCase: true } }],
      '@stylistic/max-len': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    plugins: { vue: vuePlugin },
    rules: {
      'vue/component-api-style': ['error', ['script-setup', 'composition']],
      'vue/component-name-in-template-casing': ['error', 'PascalCase'],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      // Takes the `|` of a type assertion for a filter of Vue 2
      'vue/no-deprecated-filter': 'off',
      // Prettier decides on layout
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
    },
  },
  {
    // The launchers and their parts run under the machine's Node, before TypeScript is there
    files: ['bin/**/*.mjs', 'bench/**/*.mjs'],
    rules: { ...RULES_LIST, ...HOUSE_RULES, '@typescript-eslint/consistent-type-imports': 'off' },
  }
)
