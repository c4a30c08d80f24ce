import { existsSync, readdirSync } from 'node:fs'
import tseslint from 'typescript-eslint'

const folders = ['core', 'proto', 'adapters', 'dispatcher', 'handler', 'management-api', 'front-api', 'cli']
const compositionRoots = ['*/main.ts', 'cli/up.ts', 'cli/up/*.ts', 'cli/offline/*.ts']

// The arrows of ARCHITECTURE.md: what the files of a folder may import besides their own folder.
const arrows = {
  core: [],
  proto: [],
  dispatcher: ['core', 'handler'],
  handler: ['core'],
  'management-api': ['core', 'proto'],
  'front-api': ['core'],
  cli: ['proto'],
  adapters: ['core'],
}

const sdks = '^(@azure|@aws-sdk|@kubernetes)/|^(mongodb|amqplib|dockerode|rhea)(/|$)'
const sdkOutside = { regex: sdks, message: 'An outside SDK is imported by its adapter alone.' }
const sqlite = {
  regex: '^@photostructure/sqlite',
  message: 'Only adapters/sqlite/database.ts imports SQLite.',
}
const coreOnly = { regex: '^(?!node:|zod$|\\.{1,2}/)', message: 'core/ imports only node: and zod.' }

const folderRule = (folder) => {
  const allowed = [folder, ...arrows[folder]]
  const others = [...folders, 'test', 'bench', 'examples'].filter((name) => !allowed.includes(name))
  return {
    // every part may say its version
    regex: `^(\\.\\./)+(?!core/version\\.ts$)(${others.join('|')})/`,
    message: `${folder}/ may import only ${[folder, ...arrows[folder]].join(', ')}: see ARCHITECTURE.md.`,
  }
}

const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

const inner = folders
  .filter((folder) => folder !== 'adapters')
  .map((folder) => ({
    files: [`${folder}/**/*.ts`],
    rules: restrict(folderRule(folder), sdkOutside, sqlite, ...(folder === 'core' ? [coreOnly] : [])),
  }))

const adapterFolders = existsSync('adapters')
  ? readdirSync('adapters', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
  : []

const adapters = adapterFolders.map((name) => {
  const others = adapterFolders.filter((other) => other !== name)
  const sibling = {
    regex: `^(\\.\\./)+(adapters/)?(registry\\.ts$|(${others.join('|')})/)`,
    message: 'An adapter imports core/ and its own SDK, never another adapter nor the registry.',
  }
  return { files: [`adapters/${name}/**/*.ts`], rules: restrict(folderRule('adapters'), sibling, sqlite) }
})

const roots = {
  files: compositionRoots,
  rules: restrict(sdkOutside, sqlite, {
    regex: '/adapters/(?!registry\\.ts$)',
    message: 'A composition root opens adapters through adapters/registry.ts.',
  }),
}

const sqliteItself = { files: ['adapters/sqlite/database.ts'], rules: restrict(folderRule('adapters')) }

export default tseslint.config(
  {
    ignores: ['dist/', 'coverage/', '**/node_modules/', 'proto/generated/', '**/.iteron/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }], // numbers print as meant
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }], // short callbacks
      '@typescript-eslint/require-await': 'off', // a port's methods are async also where an adapter has nothing to await
    },
  },
  {
    files: ['**/*.{ts,js,mjs}'],
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60 }],
      complexity: ['error', { max: 10 }],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
  ...inner,
  ...adapters,
  roots,
  sqliteItself,
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off', // a describe block holds many small tests
      '@typescript-eslint/no-non-null-assertion': 'off', // a missing value fails the test, with its line
    },
  },
)
