import { z } from '@hono/zod-openapi';

/** Makes an address last: it is answered with this version or with 404. */
export const VersionParameter = z
  .string()
  .regex(/^[0-9a-f]{16}-[0-9a-f]{16}$/, 'the version that /v1/studies/{name} names')
  .optional()
  .openapi({ description: 'The version of the summary; its answer is immutable.' });
