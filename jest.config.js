const swc = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  module: { type: 'es6' },
  sourceMaps: 'inline',
}

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/examples/'],
  testSequencer: '<rootDir>/scripts/tests/longest-first.mjs',
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  watchman: false,
  maxWorkers: 2,
  testTimeout: 20_000,
}
