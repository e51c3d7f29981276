// How the code is checked for style: strict types, small files and functions, and the few laws of
// this project that a linter can see. Import rules are .dependency-cruiser.cjs, dead code knip.json.
import tseslint from 'typescript-eslint';

const TESTS = ['**/tests/**', '**/*.test.ts'];

const processEnvironment = {
  message:
    'Only shared/config/environment/read.ts reads process.env; ask a function of environment.ts.',
};
const noProcessEnvironment = [
  { selector: "MemberExpression[object.name='process'][property.name='env']" },
  { selector: "MemberExpression[object.name='process'][property.value='env']" },
  { selector: "VariableDeclarator[init.name='process'] Property[key.name='env']" },
].map((rule) => ({ ...rule, ...processEnvironment }));

const noOwnClock = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Decisions go by ledger.clock(): the instant arrives as an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Decisions go by ledger.clock(): the instant arrives as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: 'Decisions go by ledger.clock(): the instant arrives as an argument.',
  },
];
const noChance = [
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'The domain is replayed: randomness arrives as an argument.',
  },
];

export default tseslint.config(
  {
    ignores: ['node_modules', '.staysync', '.stryker-tmp', 'coverage', 'reports'],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Long files and functions are split by meaning; comments and blank lines cost nothing.
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', { max: 15 }],
      'max-depth': ['error', { max: 4 }],
      'max-params': ['error', { max: 5 }],

      // `== null` says: neither null nor left out, as GraphQL arguments may be.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-restricted-imports': ['error', { paths: ['process', 'node:process'] }],
      'no-restricted-syntax': ['error', ...noProcessEnvironment],

      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `for (;;)` and `while (true)` with a bound inside are honest.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Text is compared by code point where an order has to be the same everywhere.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // It asks for the `!` that no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Objects are plain data here; libraries that type their options as classes take them as well.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // `async` also turns a throw into a rejection, which callers of a port rely on.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_$', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['**/services/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noProcessEnvironment, ...noOwnClock] },
  },
  {
    files: ['**/domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...noProcessEnvironment, ...noOwnClock, ...noChance],
    },
  },
  {
    files: ['shared/config/environment/read.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // A test reads from top to bottom, and may assert what its own set-up made sure of.
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': ['error', ...noProcessEnvironment],
    },
  },
);
