import { defineConfig } from 'vitest/config';

/** `npm run test:cloud`: tests against real S3 servers, which start in seconds and are no part of `npm test`. */
export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    include: ['test/cloud/**/*.test.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
