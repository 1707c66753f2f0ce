import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import prettier from 'eslint-config-prettier'
import { importDirection } from './lint/import-direction.js'
import { sqlInStore } from './lint/sql-in-store.js'

export default defineConfig(
  { ignores: ['node_modules', 'out', 'dist', 'screenshots', 'test-results', '.vitest'] },
  tseslint.configs.recommendedTypeChecked,
  vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'lint/*.js'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    files: ['**/*.{ts,vue,js}'],
    plugins: {
      '@typescript-eslint': tseslint.plugin,
      house: { rules: { 'import-direction': importDirection, 'sql-in-store': sqlInStore } },
    },
    rules: {
      'house/import-direction': ['error', { root: import.meta.dirname }],
      'house/sql-in-store': ['error', { root: import.meta.dirname }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Our objects are closures: no method of theirs knows `this`.
      '@typescript-eslint/unbound-method': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text is text: no HTML from strings.' },
        { property: 'outerHTML', message: 'Text is text: no HTML from strings.' },
        { property: 'insertAdjacentHTML', message: 'Text is text: no HTML from strings.' },
      ],
    },
  },
  {
    // The core's clock, chance and timers are ports, so that a simulation can own them.
    files: [
      'electron/{panel,store,sync,outbox,entities,operations,imports,bridge,demo-panel}/**/*.ts',
      'shared/**/*.ts',
    ],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'console'].map((name) => ({
          name,
          message: 'The core reaches the world through electron/ports.ts only.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "MemberExpression[object.name='Date'][property.name='now'], NewExpression[callee.name='Date'][arguments.length=0], MemberExpression[object.name='Math'][property.name='random']",
          message: 'Time and chance come through electron/ports.ts.',
        },
      ],
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  prettier,
)
