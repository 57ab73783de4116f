import eslint from '@eslint/js';
import angular from 'angular-eslint';
import { globSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/** What every feature may use. Any other folder below src/app is a feature, and features never import each other. */
const SHARED = ['api', 'institution', 'problems', 'session', 'ui', 'uploads'];
/** The desk is to staff pages what the shell is to all: its list, its keys, its live events. */
const STAFF = ['administration', 'document', 'inbox', 'notifications', 'profile'];
const shellsOf = (feature) =>
  ['shell', ...(STAFF.includes(feature) ? ['desk'] : [])].filter((name) => name !== feature);
const folders = globSync('src/app/*/').map((path) => path.split('/').at(-1));
const features = folders.filter((name) => !SHARED.includes(name));

const ownFeatureOnly = features.map((feature) => ({
  files: [`src/app/${feature}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^\\.\\./(\\.\\./)*(?!(${[...SHARED, feature, ...shellsOf(feature)].join('|')})(/|$))[a-z-]+/`,
            message: `A feature imports only ${SHARED.join(', ')}, and what the shell offers.`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['src/app/api/**', 'dist/**', '.angular/**', 'e2e/results/**'] },
  {
    files: ['**/*.ts'],
    extends: [eslint.configs.recommended, ...tseslint.configs.strict, ...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@angular-eslint/component-selector': 'off',
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'mp', style: 'camelCase' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['**/*.spec.ts', 'e2e/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['tools/*.mjs', '*.mjs'], languageOptions: { globals: { console: 'readonly', process: 'readonly' } } },
  ...ownFeatureOnly,
  {
    files: ['src/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
);
