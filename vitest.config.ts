import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  // Whole runs are tests here, and machines are shared: a limit that is met by load finds no fault.
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/cloud/**'],
  },
});
